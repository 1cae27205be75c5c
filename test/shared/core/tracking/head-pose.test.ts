import { expect, test } from 'vitest';
import { angleBetween } from '../../../../src/shared/core/face/rotation.ts';
import { readHeadPose } from '../../../../src/shared/core/tracking/head-pose.ts';
import { syntheticObservation, turnAbout } from '../../../support/synthetic-observation.ts';

test('gives the rotation and the place in centimetres', () => {
  const rotation = turnAbout(1, 0.5);
  const { headMatrix } = syntheticObservation(0, { rotation, translation: [3, -2, -45] });
  const found = new Float64Array(4);
  const place = new Float64Array(3);

  expect(readHeadPose(headMatrix, found, place)).toBe(true);

  expect(angleBetween(found, rotation)).toBeLessThan(1e-6);
  expect([...place]).toEqual([3, -2, -45]);
});

test.each([
  ['NaN in the place', 12, Number.NaN],
  ['NaN in the rotation', 5, Number.NaN],
  ['a face behind the camera', 14, 45],
  ['a face ten metres away', 14, -2000],
])('refuses %s', (_name, index, value) => {
  const { headMatrix } = syntheticObservation(0);
  headMatrix[index] = value;

  expect(readHeadPose(headMatrix, new Float64Array(4), new Float64Array(3))).toBe(false);
});
