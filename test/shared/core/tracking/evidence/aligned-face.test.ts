import { expect, test } from 'vitest';
import { LEFT_EYE, NASION, RIGHT_EYE } from '../../../../../src/shared/core/face/landmark-indices.ts';
import { AlignedFace } from '../../../../../src/shared/core/tracking/evidence/aligned-face.ts';
import { syntheticObservation, turnAbout } from '../../../../support/synthetic-observation.ts';

const X = 0;
const Y = 1;

/** Where landmarks lie in the aligned picture. */
function aligned(...face: Parameters<typeof syntheticObservation>): {
  face: AlignedFace;
  at: (landmark: number) => number[];
} {
  const result = new AlignedFace();
  expect(result.update(syntheticObservation(...face))).toBe(true);
  return { face: result, at: (landmark) => [...result.points.subarray(landmark * 2, landmark * 2 + 2)] };
}

test('brings every face to one size, upright', () => {
  const near = aligned(0, { translation: [3, -2, -35] });
  const farAndRolled = aligned(0, { translation: [-4, 1, -70], rotation: turnAbout(2, 0.5) });

  for (const { at } of [near, farAndRolled]) {
    const [left, right] = [at(LEFT_EYE.outerCorner), at(RIGHT_EYE.outerCorner)];
    expect(left[Y]).toBeCloseTo(54, 3);
    expect(right[Y]).toBeCloseTo(54, 3);
    expect(((left[X] ?? 0) + (right[X] ?? 0)) / 2).toBeCloseTo(96, 3);
    expect((left[X] ?? 0) - (right[X] ?? 0)).toBeCloseTo(96, 0);
  }
  expect(farAndRolled.at(NASION)[Y]).toBeCloseTo(near.at(NASION)[Y] ?? 0, -0.5);
});

test('tells where the camera picture’s pixels come to lie', () => {
  const observation = syntheticObservation(0, { rotation: turnAbout(2, -0.3) });
  const face = new AlignedFace();
  face.update(observation);

  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = face.transform;
  const x = (observation.landmarks[NASION * 3] ?? 0) * observation.imageWidth;
  const y = (observation.landmarks[NASION * 3 + 1] ?? 0) * observation.imageHeight;
  expect(face.points[NASION * 2]).toBeCloseTo(a * x + c * y + e, 3);
  expect(face.points[NASION * 2 + 1]).toBeCloseTo(b * x + d * y + f, 3);
});

test('sees less of the half that is turned away', () => {
  const straight = aligned(0).face.visibility;
  expect([...straight]).toEqual([1, 1]);
  const turns = [0.3, 0.5, 0.8].map((angle) => aligned(0, { rotation: turnAbout(1, angle) }).face.visibility);

  const hidden = turns.map((visibility) => Math.min(...visibility));
  expect(hidden[0]).toBeGreaterThan(hidden[1] ?? 0);
  expect(hidden[2]).toBe(0);
  expect(turns.every((visibility) => Math.max(...visibility) === 1)).toBe(true);
});

test('refuses faces too small to show anything, and landmarks that are no numbers', () => {
  const face = new AlignedFace();
  expect(face.update(syntheticObservation(0, { translation: [0, 0, -400] }))).toBe(false);
  const broken = syntheticObservation(0);
  broken.landmarks[300] = Number.NaN;
  expect(face.update(broken)).toBe(false);
  broken.landmarks.fill(Number.NaN);
  expect(face.update(broken)).toBe(false);
});
