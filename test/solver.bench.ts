/**
 * How well the solver follows known answers, beside the official bundle's own scores on the same frames:
 * `npx tsx test/solver.bench.ts [FOLDER FOR TAKES]`. The project must be built; tracking the clips takes minutes, later
 * runs read the takes. What it prints is what docs/solver.md shows.
 */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EXPRESSION_NAMES, expressionIndex } from '../src/shared/core/face/expression-names.ts';
import { copyFaceFrame, createFaceFrame, type FaceFrame } from '../src/shared/core/face/face-frame.ts';
import type { FaceObservation } from '../src/shared/core/face/face-observation.ts';
import { quaternionFromMatrix } from '../src/shared/core/face/rotation.ts';
import { PERFORMER_LOOKS } from '../src/shared/core/performance/performer-look.ts';
import { FramePipeline } from '../src/shared/core/tracking/frame-pipeline.ts';
import {
  DEFAULT_PIPELINE_SETTINGS,
  type FilterSettings,
  type Neutral,
} from '../src/shared/core/tracking/pipeline-settings.ts';
import { hasSharedData, sharedPath } from './support/shared-data.ts';
import { BUNDLES, type Bundle, clipObservations, hasTake } from './support/solver/clip-takes.ts';
import { type Agreement, agreement, average } from './support/solver/expression-agreement.ts';
import { poseAgreement } from './support/solver/pose-agreement.ts';
import { reprojectionError } from './support/solver/reprojection.ts';
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

/** Runs the pipeline, unfiltered if nothing is said; the neutral is measured after `restFrames`. */
function run(
  observations: readonly FaceObservation[],
  {
    fieldOfView = FIELD_OF_VIEW,
    neutral,
    restFrames = -1,
    filter = { head: 0, eyes: 0, brows: 0, mouth: 0 },
  }: {
    fieldOfView?: number;
    neutral?: Neutral | undefined;
    restFrames?: number;
    filter?: FilterSettings;
  } = {},
): Run {
  const pipeline = new FramePipeline();
  pipeline.configure({
    ...DEFAULT_PIPELINE_SETTINGS,
    filter,
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
    const shown = lidsOf(run(observations, { filter: DEFAULT_PIPELINE_SETTINGS.filter }).frames);
    const peaks = peaksOf(lidsOf(frames));
    const kept = peaks.map(({ index, height }) => Math.max(...shown.slice(index, index + LATEST)) / height);
    const scores = peaksOf(observations.map((observation) => lidsIn(observation.scores)));
    const cells = [
      `${(reprojectionError(observations, FIELD_OF_VIEW) * 100).toFixed(1)} %`,
      `${peaks.length} of ${average(peaks.map(({ height }) => height)).toFixed(2)}`,
      `${(average(kept) * 100).toFixed(0)} %`,
      `${scores.length} of ${average(scores.map(({ height }) => height)).toFixed(2)}`,
    ];
    console.log(`| ${name}, ${bundle} | ${cells.join(' | ')} |`);
  }
}

/** Frames within which the filter must have followed a blink. */
const LATEST = 4;

function lidsOf(frames: readonly FaceFrame[]): number[] {
  return frames.map(({ expression }) => lidsIn(expression));
}

function lidsIn(weights: Float32Array): number {
  const left = weights[expressionIndex('eyeBlinkLeft')] ?? 0;
  return (left + (weights[expressionIndex('eyeBlinkRight')] ?? 0)) / 2;
}

function peaksOf(lids: readonly number[]): { index: number; height: number }[] {
  return lids.flatMap((height, index) =>
    height > BLINK && height >= (lids[index - 1] ?? 0) && height > (lids[index + 1] ?? 0)
      ? [{ index, height }]
      : [],
  );
}

/** Standard deviation of the weights over five seconds of one still with a sensor's noise: mean and largest. */
async function measureJitter(bundle: Bundle): Promise<void> {
  const clip = join(folder, 'still.mp4');
  await promisify(execFile)('ffmpeg', [
    ...['-y', '-loglevel', 'error', '-loop', '1', '-i', sharedPath('data/dev/stills/neutral.jpg')],
    ...['-t', '5', '-r', '30', '-vf', 'scale=480:-2,noise=alls=8:allf=t,format=yuv420p', '-crf', '6', clip],
  ]);
  const observations = await clipObservations(folder, 'still', clip, bundle);
  const { frames } = run(observations, { filter: DEFAULT_PIPELINE_SETTINGS.filter });
  const settled = frames.slice(30);
  const deviations = EXPRESSION_NAMES.map((_, i) => {
    const weights = settled.map(({ expression }) => expression[i] ?? 0);
    const mean = average(weights);
    return Math.sqrt(average(weights.map((value) => (value - mean) ** 2)));
  });
  console.log(
    `| still, ${bundle} | jitter ${average(deviations).toFixed(4)}, at most ${Math.max(...deviations).toFixed(4)} |`,
  );
}

if (hasSharedData) {
  await mkdir(folder, { recursive: true });
  console.log('| clip | r, all frames | r, own segments | MAE, own segments | at rest | constants |');
  for (const bundle of BUNDLES) {
    await measureTruthClips(bundle);
    await measurePerformers(bundle);
    await measureClips(bundle);
    await measureJitter(bundle);
  }
} else {
  console.log('skipped: needs ../shared');
}
