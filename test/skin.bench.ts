/**
 * How near a skin unwrapped from a clip comes to the pictures it was made from, drawn into them again:
 * `npx tsx test/skin.bench.ts [FOLDER FOR TAKES] [FOLDER FOR PICTURES]`. The project must be built; tracking the clips
 * takes minutes, later runs read the takes. What it prints is what docs/identities.md shows. With a second folder it
 * leaves there the textures, and each face beside its picture; they are of real people, so keep them nowhere.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePng } from '../src/main/reconstruction/write-png.ts';
import { EXPRESSION_NAMES } from '../src/shared/core/face/expression-names.ts';
import { copyFaceFrame, createFaceFrame, type FaceFrame } from '../src/shared/core/face/face-frame.ts';
import type { FaceModel } from '../src/shared/core/face/face-model.ts';
import type { FaceObservation } from '../src/shared/core/face/face-observation.ts';
import { fitLandmarks } from '../src/shared/core/identity/fit-landmarks.ts';
import { solvedShape } from '../src/shared/core/identity/identity-shape.ts';
import { landmarkModesOf } from '../src/shared/core/identity/landmark-modes.ts';
import { personalHead } from '../src/shared/core/identity/personal-head.ts';
import { chooseSkinFrames } from '../src/shared/core/identity/skin/choose-skin-frames.ts';
import { PoseInPicture } from '../src/shared/core/identity/skin/pose-in-picture.ts';
import { renderSkin } from '../src/shared/core/identity/skin/render-skin.ts';
import { SkinUnwrap } from '../src/shared/core/identity/skin/unwrap-skin.ts';
import { FramePipeline } from '../src/shared/core/tracking/frame-pipeline.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../src/shared/core/tracking/pipeline-settings.ts';
import { readOpenHead, readOpenModes } from './support/open-head.ts';
import { readOpenSkinPictures } from './support/open-skin-pictures.ts';
import { hasSharedData, sharedPath } from './support/shared-data.ts';
import { skinDifference } from './support/skin-agreement.ts';
import { clipObservations } from './support/solver/clip-takes.ts';

const CLIPS = [
  { name: 'pose_A', file: 'truth/pose_A.mp4', fieldOfView: 45 },
  { name: 'mixlong_A', file: 'truth/mixlong_A.mp4', fieldOfView: 45 },
  { name: 'wrinkle2_B', file: 'truth/wrinkle2_B.mp4', fieldOfView: 32 },
  { name: 'aged_E', file: 'truth/aged_E.mp4', fieldOfView: 32 },
  { name: 'man-speaks', file: 'man-speaks.mp4', fieldOfView: 45 },
  { name: 'woman-talks', file: 'woman-talks.mp4', fieldOfView: 45 },
  { name: 'woman-brows', file: 'woman-brows.mp4', fieldOfView: 45 },
] as const;

const PICTURES = 12;
/** Pictures that the head's shape is found from. */
const SHAPE_PICTURES = 36;
const SIZE = 1024;

const takes = process.argv[2] ?? join(tmpdir(), 'furrow-skin-bench');
const folder = process.argv[3];

/** Every frame, unfiltered; the clip is run twice, for the pipeline learns a face only as it goes. */
function track(observations: readonly FaceObservation[], fieldOfView: number): FaceFrame[] {
  const pipeline = new FramePipeline();
  pipeline.configure({
    ...DEFAULT_PIPELINE_SETTINGS,
    filter: { head: 0, eyes: 0, brows: 0, mouth: 0 },
    fieldOfView,
  });
  const target = createFaceFrame();
  const length = (observations.at(-1)?.time ?? 0) + 1000;
  return [0, length].flatMap((start) =>
    observations.map((observation) => {
      pipeline.process({ ...observation, time: observation.time + start }, target);
      const copy = createFaceFrame();
      copyFaceFrame(target, copy);
      return copy;
    }),
  );
}

/** Frames of a clip, RGBA. */
function readPictures(path: string, indices: readonly number[], bytes: number): Uint8Array[] {
  const select = indices.map((index) => `eq(n\\,${index})`).join('+');
  const raw = execFileSync(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      path,
      '-vf',
      `select=${select}`,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
    ].concat(['-pix_fmt', 'rgba', '-']),
    { maxBuffer: 2 ** 30 },
  );
  return indices.map((_, i) => new Uint8Array(raw.subarray(i * bytes, (i + 1) * bytes)));
}

function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function savePng(name: string, width: number, height: number, rgba: Uint8ClampedArray | Uint8Array): void {
  const samples = Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => rgba[Math.floor(i / 3) * 4 + (i % 3)] ?? 0,
  );
  if (folder !== undefined) {
    writeFileSync(join(folder, `${name}.png`), writePng({ width, height, samples }, 'do not distribute'));
  }
}

/** The head that explains the clip's landmarks; the average one when there is none. */
function fitHead(
  model: FaceModel,
  observations: readonly FaceObservation[],
  frames: readonly FaceFrame[],
  fieldOfView: number,
): FaceModel {
  const shapeFrames = chooseSkinFrames(frames, SHAPE_PICTURES).flatMap((index) => {
    const [observation, frame] = [observations[index], frames[index]];
    return observation === undefined || frame === undefined
      ? []
      : [{ observation, looks: looksOf(frame), weight: 3 / SHAPE_PICTURES }];
  });
  const solver = fitLandmarks(landmarkModesOf(model, readOpenModes()), shapeFrames, fieldOfView);
  return solver === undefined ? model : personalHead(model, solvedShape(model, solver));
}

function looksOf({ expression }: FaceFrame): Float32Array {
  return expression.map((weight, index) => (EXPRESSION_NAMES[index]?.startsWith('eyeLook') ? weight : 0));
}

async function measure({ name, file, fieldOfView }: (typeof CLIPS)[number]): Promise<void> {
  const path = sharedPath(`data/dev/${file}`);
  const observations = await clipObservations(takes, name, path, 'assembled');
  const frames = track(observations, fieldOfView).slice(observations.length);
  const chosen = chooseSkinFrames(frames, PICTURES);
  const { imageWidth: width = 0, imageHeight: height = 0 } = observations[0] ?? {};
  const pictures = readPictures(path, chosen, width * height * 4);

  const model = readOpenHead();
  const poses = new PoseInPicture(fitHead(model, observations, frames, fieldOfView));
  const views = chosen.flatMap((index, i) => {
    const [observation, frame, pixels] = [observations[index], frames[index], pictures[i]];
    const vertices = observation && frame && poses.place(observation, frame, fieldOfView)?.slice();
    return observation === undefined || pixels === undefined || vertices === undefined
      ? []
      : [{ observation, view: { pixels, width, height, vertices, fieldOfView, quality: 1 } }];
  });
  const start = processorMilliseconds();
  const skin = new SkinUnwrap(model, readOpenSkinPictures(), SIZE);
  for (const { view } of views) {
    skin.add(view);
  }
  const texture = skin.finish();
  const seconds = (processorMilliseconds() - start) / 1000;

  const differences = views.map(({ view, observation }, i) => {
    const drawn = renderSkin(texture, texture.lights[i] ?? new Float32Array(27), view, model);
    savePng(`${name}-${i}-drawn`, width, height, drawn);
    savePng(`${name}-${i}-picture`, width, height, view.pixels);
    return skinDifference(view, drawn, observation.landmarks);
  });
  savePng(name, SIZE, SIZE, texture.color);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  console.log(
    `| ${name} | ${(100 * mean).toFixed(1)} % | ${(100 * Math.max(...differences)).toFixed(1)} % | ${texture.coverage.toFixed(2)} | ${texture.tone.join(' ')} | ${texture.irisColor?.join(' ') ?? '–'} | ${seconds.toFixed(1)} s |`,
  );
}

if (hasSharedData) {
  await mkdir(takes, { recursive: true });
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
  }
  console.log('| clip | difference | worst picture | face seen | tone | iris | processor time |');
  for (const clip of CLIPS) {
    await measure(clip);
  }
} else {
  console.log('skipped: needs ../shared');
}
