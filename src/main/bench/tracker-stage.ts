import type { TrackerBundle } from '../../shared/contract/backend.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../shared/core/tracking/pipeline-settings.ts';
import type { HeadlessPage } from '../capture/headless-page.ts';
import type { StageCost } from './stage.ts';
import { timingOf } from './time-calls.ts';

/** The first frames fill caches. */
const WARM_UP_FRAMES = 10;

/** Milliseconds for a picture of 640×480 on the CPU delegate. */
const BUDGETS: Readonly<Record<TrackerBundle['name'], number>> = { official: 35, assembled: 20 };

export interface TrackedClip {
  readonly cost: StageCost;
  /** What was seen in every frame. */
  readonly observations: readonly FaceObservation[];
}

/** Tracks a clip with a bundle in a page without a window. */
export async function trackClip(
  page: HeadlessPage,
  clip: string,
  bundle: TrackerBundle,
  signal: AbortSignal,
): Promise<TrackedClip> {
  const durations: number[] = [];
  const observations: FaceObservation[] = [];
  await page.capture(
    { kind: 'video', file: clip },
    { bundle, pipeline: DEFAULT_PIPELINE_SETTINGS },
    {
      onBegin: () => undefined,
      onFrame: async ({ observation, trackMilliseconds }) => {
        observations.push(observation);
        durations.push(trackMilliseconds);
      },
    },
    signal,
  );
  const { imageWidth, imageHeight } = observations[0] ?? { imageWidth: 0, imageHeight: 0 };
  return {
    cost: {
      stage: 'face tracker',
      conditions: `${bundle.name} bundle, ${imageWidth}×${imageHeight}, CPU delegate`,
      ...timingOf(durations.slice(Math.min(WARM_UP_FRAMES, durations.length - 1))),
      bytesPerCall: undefined,
      budget: { milliseconds: BUDGETS[bundle.name], of: 'median' },
    },
    observations,
  };
}
