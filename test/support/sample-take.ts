import type { FaceFrame } from '../../src/shared/core/face/face-frame.ts';
import { createFaceObservation, type FaceObservation } from '../../src/shared/core/face/face-observation.ts';
import type { TakeHeader } from '../../src/shared/core/take/take-record.ts';
import { sampleFaceFrame } from './sample-face-frame.ts';
import { seededRandom } from './seeded-random.ts';

/** A header in which everything is set. */
export const SAMPLE_HEADER: TakeHeader = {
  version: 1,
  appVersion: '0.1.0',
  wallTime: 1_750_000_000_000,
  monotonicTime: 5000,
  identity: 'Ada',
  pack: 'open',
};

/** An observation of a face in which every value is different; `seed` makes another one. */
export function sampleObservation(index: number, time: number, seed = index + 1): FaceObservation {
  const random = seededRandom(seed);
  const observation = createFaceObservation();
  observation.index = index;
  observation.time = time;
  observation.imageWidth = 640;
  observation.imageHeight = 480;
  observation.hasFace = true;
  observation.faceCount = 1;
  observation.hasScores = true;
  for (let i = 0; i < observation.landmarks.length; i++) {
    observation.landmarks[i] = random();
  }
  observation.headMatrix.set([0, 0, -48].map(Math.fround), 12);
  for (let i = 0; i < observation.scores.length; i++) {
    observation.scores[i] = random();
  }
  for (let i = 0; i < observation.imageEvidence.length; i++) {
    observation.imageEvidence[i] = random();
  }
  return observation;
}

/** A tracked frame that goes with `sampleObservation`. */
export function sampleFrame(index: number, time: number, seed = index + 1): FaceFrame {
  const random = seededRandom(seed);
  const frame = sampleFaceFrame();
  frame.index = index;
  frame.time = time;
  for (let i = 0; i < frame.expression.length; i++) {
    frame.expression[i] = random();
    frame.rawExpression[i] = random();
  }
  return frame;
}
