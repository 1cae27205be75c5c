/*
 * Fits the offsets of src/shared/core/tracking/fan68-box.ts, and prints what remains:
 *
 *   npm run build && npx tsx tools/fan68-box/fit-fan68-box.ts CLIP.mp4…
 *
 * Beside each CLIP.mp4 lies CLIP.truth.json with `identity` and, per frame, `lm68_px`: the true 68 landmarks in pixels.
 * Every identity counts the same, however many frames show it.
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../../src/main/browser/chromium.ts';
import { chromiumLauncher } from '../../src/main/browser/headless-browser.ts';
import type { CaptureListener } from '../../src/main/capture/capture-connection.ts';
import { HeadlessPage } from '../../src/main/capture/headless-page.ts';
import { SILENT_LOG } from '../../src/main/services/log/log.ts';
import { type FaceBox, faceCropAround } from '../../src/shared/core/tracking/face-crop.ts';
import { fan68Box, jawAndBrowBox } from '../../src/shared/core/tracking/fan68-box.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../src/shared/core/tracking/pipeline-settings.ts';

const EDGES = ['left', 'top', 'right', 'bottom'] as const;

interface Truth {
  readonly identity: string;
  readonly frames: readonly { readonly lm68_px: readonly (readonly [number, number])[] }[];
}

/** One frame: what MediaPipe found, what our box makes of it, and the truth. */
interface Sample {
  readonly identity: string;
  readonly found: FaceBox;
  readonly mapped: FaceBox;
  readonly true: FaceBox;
}

async function collectSamples(page: HeadlessPage, clip: string): Promise<readonly Sample[]> {
  const truth: Truth = JSON.parse(await readFile(clip.replace(/\.mp4$/, '.truth.json'), 'utf8'));
  const samples: Sample[] = [];
  const settings = {
    bundle: { name: 'assembled', path: 'tracker/assembled.task', hasScores: false },
    pipeline: DEFAULT_PIPELINE_SETTINGS,
  } as const;
  const listener: CaptureListener = {
    onBegin: () => undefined,
    onFrame: async ({ observation }) => {
      const points = truth.frames[observation.index]?.lm68_px;
      if (points !== undefined && observation.hasFace) {
        const { landmarks, imageWidth, imageHeight } = observation;
        samples.push({
          identity: truth.identity,
          found: jawAndBrowBox(landmarks, imageWidth, imageHeight),
          mapped: fan68Box(landmarks, imageWidth, imageHeight),
          true: boxOf(points),
        });
      }
    },
  };
  await page.capture({ kind: 'video', file: clip }, settings, listener, new AbortController().signal);
  return samples;
}

function boxOf(points: readonly (readonly [number, number])[]): FaceBox {
  const x = points.map(([value]) => value);
  const y = points.map(([, value]) => value);
  return { left: Math.min(...x), top: Math.min(...y), right: Math.max(...x), bottom: Math.max(...y) };
}

/** Mean distance of each true edge from the found one, in shares of the found box's extent. */
function meanOffsets(samples: readonly Sample[]): readonly number[] {
  return EDGES.map((edge) =>
    mean(
      samples.map(({ found, true: expected }) => {
        const extent = (found.right - found.left + found.bottom - found.top) / 2;
        return (expected[edge] - found[edge]) / extent;
      }),
    ),
  );
}

/** Side and centre of the mapped crop against the true one, in per cent of the true side: mean ± deviation. */
function residuals(samples: readonly Sample[]): string {
  const errors = samples.map((sample) => {
    const mapped = faceCropAround(sample.mapped);
    const expected = faceCropAround(sample.true);
    return {
      side: (100 * (mapped.side - expected.side)) / expected.side,
      x: (100 * (mapped.centreX - expected.centreX)) / expected.side,
      y: (100 * (mapped.centreY - expected.centreY)) / expected.side,
    };
  });
  const parts = (['side', 'x', 'y'] as const).map((part) => {
    const values = errors.map((error) => error[part]);
    const middle = mean(values);
    const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
    return `${part} ${middle.toFixed(1)} ± ${deviation.toFixed(1)} %`;
  });
  return parts.join(', ');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const clips = process.argv.slice(2);
const chromium = findChromium({ platform: process.platform, homeFolder: homedir(), variables: process.env });
if (clips.length === 0 || chromium === undefined) {
  throw new Error('needs a Chromium, and clips with their truth: fit-fan68-box.ts CLIP.mp4…');
}
await using page = await HeadlessPage.open({
  rendererFolder: fileURLToPath(new URL('../../out/renderer', import.meta.url)),
  officialBundle: undefined,
  browsers: [chromiumLauncher(chromium)],
  log: SILENT_LOG,
});
const byIdentity = new Map<string, Sample[]>();
for (const clip of clips) {
  const samples = await collectSamples(page, clip);
  process.stdout.write(`${clip}: ${samples.length} frames, ${residuals(samples)}\n`);
  for (const sample of samples) {
    byIdentity.set(sample.identity, [...(byIdentity.get(sample.identity) ?? []), sample]);
  }
}
const offsets = [...byIdentity.values()].map(meanOffsets);
const [left = 0, top = 0, right = 0, bottom = 0] = EDGES.map((_, edge) =>
  mean(offsets.map((of) => of[edge] ?? 0)),
);
const side = (left - right) / 2;
const fitted = { left: side, top, right: -side, bottom };
process.stdout.write(
  `${JSON.stringify(fitted, (_, value) => (typeof value === 'number' ? Number(value.toFixed(4)) : value))}\n`,
);
