/**
 * How well the solver follows known answers, beside the official bundle's own scores on the same frames:
 * `npx tsx test/solver.bench.ts [FOLDER FOR TAKES]`. The project must be built; tracking the clips takes minutes, later
 * runs read the takes. What it prints is what docs/solver.md shows.
 */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expressionIndex } from '../src/shared/core/face/expression-names.ts';
import { copyFaceFrame, createFaceFrame, type FaceFrame } from '../src/shared/core/face/face-frame.ts';
import type { FaceObservation } from '../src/shared/core/face/face-observation.ts';
import { quaternionFromMatrix } from '../src/shared/core/face/rotation.ts';
import { PERFORMER_LOOKS } from '../src/shared/core/performance/performer-look.ts';
import { FramePipeline } from '../src/shared/core/tracking/frame-pipeline.ts';
import { DEFAULT_PIPELINE_SETTINGS, type Neutral } from '../src/shared/core/tracking/pipeline-settings.ts';
import { hasSharedData, sharedPath } from './support/shared-data.ts';
import { BUNDLES, type Bundle, clipObservations, hasTake } from './support/solver/clip-takes.ts';
import { type Agreement, agreement, average } from './support/solver/expression-agreement.ts';
import { poseAgreement } from './support/solver/pose-agreement.ts';
import { type FrameTruth, performanceTruth, readClipTruth } from './support/solver/truth-clip.ts';

/** The truth clips' camera. */
const FIELD_OF_VIEW = 45;
/** Frames at rest at the beginning of the sweep and of a performance at 30 frames a second. */
const REST_FRAMES = 12;

const folder = process.argv[2] ?? join(tmpdir(), 'furrow-solver-bench');

interface Run {
  readonly frames: readonly FaceFrame[];
  readonly neutral: Neutral | undefined;
}

/** Runs the pipeline unfiltered; the neutral is measured after `restFrames`. */
function run(
  observations: readonly FaceObservation[],
  {
    fieldOfView = FIELD_OF_VIEW,
    neutral,
    restFrames = -1,
  }: { fieldOfView?: number; neutral?: Neutral | undefined; restFrames?: number } = {},
): Run {
  const pipeline = new FramePipeline();
  pipeline.configure({
    ...DEFAULT_PIPELINE_SETTINGS,
    filter: { head: 0, eyes: 0, brows: 0, mouth: 0 },
    fieldOfView,
    neutral,
  });
  const target = createFaceFrame();
  let measured: Neutral | undefined;
  const frames = observations.map((observation, i) => {
    pipeline.process(observation, target);
    if (i === restFrames - 1) {
      measured = pipeline.measureNeutral();
    }
    const copy = createFaceFrame();
    copyFaceFrame(target, copy);
    return copy;
  });
  return { frames, neutral: measured };
}

function row(name: string, { all, own, error, atRest, constants }: Agreement): string {
  const numbers = [all.toFixed(3), own.toFixed(3), error.toFixed(3), atRest.toFixed(3), constants.length];
  return `| ${name} | ${numbers.join(' | ')} |`;
}

function rawOf({ frames }: Run): Float32Array[] {
  return frames.map(({ rawExpression }) => rawExpression);
}

async function measureTruthClips(bundle: Bundle): Promise<void> {
  const clip = (name: string) =>
    clipObservations(folder, name, sharedPath(`data/dev/truth/${name}.mp4`), bundle);
  const sweep = await clip('sweep_A');
  const { neutral } = run(sweep.slice(0, REST_FRAMES), { restFrames: REST_FRAMES });
  for (const name of ['sweep_A', 'mix_A', 'mixlong_A']) {
    const observations = await clip(name);
    const truth = readClipTruth(name);
    if (bundle === 'official') {
      console.log(
        row(
          `${name}, official scores`,
          agreement(
            observations.map(({ scores }) => scores),
            truth,
          ),
        ),
      );
    }
    console.log(row(`${name}, ${bundle}, learned neutral`, agreement(rawOf(run(observations)), truth)));
    const calibrated = agreement(rawOf(run(observations, { neutral })), truth);
    console.log(row(`${name}, ${bundle}, calibrated`, calibrated));
    if (name === 'sweep_A') {
      printShapes(calibrated);
    }
  }
  printPose(`pose_A, ${bundle}`, await clip('pose_A'), readClipTruth('pose_A'));
}

function printShapes({ shapes }: Agreement): void {
  const of = (name: string): string => (shapes.find((shape) => shape.name === name)?.all ?? 0).toFixed(2);
  const names = ['noseSneerLeft', 'noseSneerRight', 'jawLeft', 'jawRight', 'cheekPuff', 'cheekSquintLeft'];
  console.log(`  r: ${names.map((name) => `${name} ${of(name)}`).join(', ')}`);
}

function printPose(
  name: string,
  observations: readonly FaceObservation[],
  truth: readonly FrameTruth[],
): void {
  const solved = poseAgreement(
    run(observations).frames.map(({ headRotation }) => headRotation),
    truth,
  );
  const own = poseAgreement(
    observations.map(({ headMatrix }) => {
      const quaternion = new Float64Array(4);
      quaternionFromMatrix(headMatrix, quaternion);
      return quaternion;
    }),
    truth,
  );
  for (const [source, pose] of [
    ['solver', solved],
    ['MediaPipe', own],
  ] as const) {
    const { mean, percentile95, yawSlope, pitchSlope } = pose;
    console.log(
      `| ${name}, ${source} | ${mean.toFixed(2)}° | ${percentile95.toFixed(2)}° | ${yawSlope.toFixed(3)} | ${pitchSlope.toFixed(3)} |`,
    );
  }
}

async function measurePerformers(bundle: Bundle): Promise<void> {
  for (const look of PERFORMER_LOOKS) {
    const { fieldOfView } = look;
    const name = look.name.toLowerCase();
    // Drawing a performance takes long without a graphics card: only those recorded beforehand.
    if (!hasTake(folder, name, bundle)) {
      continue;
    }
    const observations = await clipObservations(folder, name, `demo:${name}`, bundle);
    const rate = 1000 / ((observations[1]?.time ?? 0) - (observations[0]?.time ?? 0));
    const truth = performanceTruth(rate, observations.length);
    const { neutral } = run(observations.slice(0, Math.ceil(rate)), {
      fieldOfView,
      restFrames: Math.ceil(rate),
    });
    console.log(
      row(
        `performer ${name}, ${bundle}`,
        agreement(rawOf(run(observations, { fieldOfView, neutral })), truth),
      ),
    );
  }
}

/** Peaks of both lids' mean above this are blinks. */
const BLINK = 0.5;

async function measureClips(bundle: Bundle): Promise<void> {
  for (const name of ['man-speaks', 'woman-brows', 'woman-talks']) {
    const observations = await clipObservations(folder, name, sharedPath(`data/dev/${name}.mp4`), bundle);
    const { frames } = run(observations);
    const lids = frames.map(
      ({ rawExpression }) =>
        (weight(rawExpression, 'eyeBlinkLeft') + weight(rawExpression, 'eyeBlinkRight')) / 2,
    );
    const peaks = lids.filter(
      (lid, i) => lid > BLINK && lid >= (lids[i - 1] ?? 0) && lid > (lids[i + 1] ?? 0),
    );
    const seen = observations.map(
      ({ scores }) => (weight(scores, 'eyeBlinkLeft') + weight(scores, 'eyeBlinkRight')) / 2,
    );
    const seenPeaks = seen.filter(
      (lid, i) => lid > BLINK && lid >= (seen[i - 1] ?? 0) && lid > (seen[i + 1] ?? 0),
    );
    console.log(
      `| ${name}, ${bundle} | blinks ${peaks.length} of mean peak ${average(peaks).toFixed(2)} | scores ${seenPeaks.length} of ${average(seenPeaks).toFixed(2)} |`,
    );
  }
}

function weight(weights: Float32Array, name: 'eyeBlinkLeft' | 'eyeBlinkRight'): number {
  return weights[expressionIndex(name)] ?? 0;
}

if (hasSharedData) {
  await mkdir(folder, { recursive: true });
  console.log('| clip | r, all frames | r, own segments | MAE, own segments | at rest | constants |');
  for (const bundle of BUNDLES) {
    await measureTruthClips(bundle);
    await measurePerformers(bundle);
    await measureClips(bundle);
  }
} else {
  console.log('skipped: needs ../shared');
}
