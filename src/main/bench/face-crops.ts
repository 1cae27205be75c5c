import type { TrackerBundle } from '../../shared/contract/backend.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../shared/core/tracking/pipeline-settings.ts';
import type { HeadlessPage } from '../capture/headless-page.ts';

/** Crops that are taken from a clip: from this many up to twice as many, unless the clip has fewer faces. */
const FEWEST_CROPS = 8;

/**
 * Aligned crops of the face in a clip, evenly spread over it, each Float32Array [3 × 224 × 224], 0..1.
 * @throws AppError as `HeadlessPage.capture`
 */
export async function cutFaceCrops(
  page: HeadlessPage,
  clip: string,
  bundle: TrackerBundle,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  let crops: Float32Array[] = [];
  let stride = 1;
  let faces = 0;
  await page.capture(
    { kind: 'video', file: clip },
    { bundle, pipeline: DEFAULT_PIPELINE_SETTINGS, cutsFaces: true },
    {
      onBegin: () => undefined,
      onFrame: async ({ face }) => {
        if (face === undefined) {
          return;
        }
        if (faces % stride === 0) {
          crops.push(face.input);
        }
        faces += 1;
        // How long the clip is shows only at its end.
        if (crops.length === 2 * FEWEST_CROPS) {
          crops = crops.filter((_, index) => index % 2 === 0);
          stride *= 2;
        }
      },
    },
    signal,
  );
  return crops;
}
