import { describe, expect, it } from 'vitest';
import { fitLandmarks } from '../../../../src/shared/core/identity/fit-landmarks.ts';
import { landmarkModesOf } from '../../../../src/shared/core/identity/landmark-modes.ts';
import { readOpenHead, readOpenModes } from '../../../support/open-head.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { seePerson } from '../../../support/seen-person.ts';

const FIELD_OF_VIEW = 45;
const MODES = landmarkModesOf(readOpenHead(), readOpenModes());

/** A person whom the modes can make: the average and a draw of every mode. */
function drawPerson(seed: number): Float64Array {
  const random = seededRandom(seed);
  const points = MODES.average.slice();
  for (const mode of MODES.limits.keys()) {
    const coefficient = 2 * random() - 1;
    for (let i = 0; i < points.length; i += 1) {
      points[i] = (points[i] ?? 0) + coefficient * (MODES.displacements[mode * points.length + i] ?? 0);
    }
  }
  return points;
}

function lookAt(points: Float64Array, yaws: readonly number[]) {
  return yaws.flatMap((yaw) =>
    [-8, 4].map((pitch) => ({
      observation: seePerson(points, { yaw, pitch, distance: 45 }, FIELD_OF_VIEW),
      looks: new Float32Array(52),
      weight: 1,
    })),
  );
}

/** Mean distance of the mesh's landmarks after the best shift and size, centimetres. */
function meanError(found: Float64Array, truth: Float64Array): number {
  const middle = (points: Float64Array) =>
    [0, 1, 2].map(
      (axis) => points.reduce((sum, value, i) => (i % 3 === axis && i < 1404 ? sum + value : sum), 0) / 468,
    );
  const [a, b] = [middle(found), middle(truth)];
  const of = (points: Float64Array, centre: readonly number[], i: number) =>
    (points[i] ?? 0) - (centre[i % 3] ?? 0);
  let both = 0;
  let own = 0;
  for (let i = 0; i < 1404; i += 1) {
    both += of(found, a, i) * of(truth, b, i);
    own += of(found, a, i) ** 2;
  }
  let sum = 0;
  for (let at = 0; at < 1404; at += 3) {
    sum += Math.hypot(
      ...[0, 1, 2].map((axis) => (both / own) * of(found, a, at + axis) - of(truth, b, at + axis)),
    );
  }
  return sum / 468;
}

describe('fitLandmarks', () => {
  it('finds a person’s shape, depth included, from views from several sides', () => {
    for (const seed of [1]) {
      const person = drawPerson(seed);

      const found = fitLandmarks(MODES, lookAt(person, [-30, -15, 0, 15, 30]), FIELD_OF_VIEW);

      const error = meanError(found?.points() ?? MODES.average, person);
      expect(error).toBeLessThan(0.08);
      expect(error).toBeLessThan(0.5 * meanError(MODES.average, person));
    }
  });

  it('keeps every coefficient within what its mode allows, however strange the face', () => {
    const stretched = MODES.average.map((value, i) => (i % 3 === 0 ? value * 1.6 : value));

    const found = fitLandmarks(MODES, lookAt(stretched, [-20, 0, 20]), FIELD_OF_VIEW);

    for (const [mode, { minimum, maximum }] of MODES.limits.entries()) {
      expect(found?.coefficients[mode]).toBeGreaterThanOrEqual(minimum);
      expect(found?.coefficients[mode]).toBeLessThanOrEqual(maximum);
    }
    expect(found?.points().every(Number.isFinite)).toBe(true);
  });

  it('gives the same numbers every time', () => {
    const frames = lookAt(drawPerson(3), [-10, 10]);

    expect(fitLandmarks(MODES, frames, FIELD_OF_VIEW)?.points()).toEqual(
      fitLandmarks(MODES, frames, FIELD_OF_VIEW)?.points(),
    );
  });

  it('finds nothing without a picture', () => {
    expect(fitLandmarks(MODES, [], FIELD_OF_VIEW)).toBeUndefined();
  });
});
