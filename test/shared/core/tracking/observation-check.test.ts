import { expect, test } from 'vitest';
import type { FaceObservation } from '../../../../src/shared/core/face/face-observation.ts';
import { ObservationCheck } from '../../../../src/shared/core/tracking/observation-check.ts';
import { syntheticObservation } from '../../../support/synthetic-observation.ts';

test('accepts a face', () => {
  expect(new ObservationCheck().hasUsableFace(syntheticObservation(0))).toBe(true);
});

test.each<[string, (observation: FaceObservation) => void]>([
  ['no face', (observation) => Object.assign(observation, { hasFace: false })],
  ['a NaN landmark', (observation) => observation.landmarks.fill(Number.NaN, 700, 701)],
  ['an infinite landmark', (observation) => observation.landmarks.fill(Number.POSITIVE_INFINITY, 700, 701)],
  ['a landmark far outside the picture', (observation) => observation.landmarks.fill(40, 3, 4)],
  [
    'a NaN score',
    (observation) => {
      observation.hasScores = true;
      observation.scores[5] = Number.NaN;
    },
  ],
  ['a picture without size', (observation) => Object.assign(observation, { imageWidth: 0 })],
  ['too few landmarks', (observation) => Object.assign(observation, { landmarks: new Float32Array(30) })],
])('counts %s as no face', (_name, breakIt) => {
  const observation = syntheticObservation(0);
  breakIt(observation);

  expect(new ObservationCheck().hasUsableFace(observation)).toBe(false);
});

test('counts landmarks that have not moved a bit for two seconds as no face, until they move', () => {
  const check = new ObservationCheck();
  const observation = syntheticObservation(0);

  const usable = [0, 1000, 2000, 2033].map((time) => {
    observation.time = time;
    return check.hasUsableFace(observation);
  });
  observation.time = 2066;
  observation.landmarks[152 * 3] = 0.51;

  expect(usable).toEqual([true, true, true, false]);
  expect(check.hasUsableFace(observation)).toBe(true);
});
