import { describe, expect, test } from 'vitest';
import {
  angleBetween,
  invertQuaternion,
  matrixFromQuaternion,
  multiplyQuaternions,
  quaternionFromMatrix,
  setQuaternion,
  slerpQuaternions,
} from '../../../../src/shared/core/face/rotation.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

function randomQuaternion(random: () => number): Float64Array {
  const quaternion = new Float64Array(4);
  setQuaternion(quaternion, random() - 0.5, random() - 0.5, random() - 0.5, random() - 0.5);
  return quaternion;
}

/** The 3×3 in a 4×4, both column-major, with a scale on each axis. */
function matrix16(quaternion: Float64Array, scales: readonly number[] = [1, 1, 1]): Float64Array {
  const small = new Float64Array(9);
  matrixFromQuaternion(quaternion, small);
  const matrix = new Float64Array(16);
  matrix[15] = 1;
  for (let column = 0; column < 3; column++) {
    for (let row = 0; row < 3; row++) {
      matrix[column * 4 + row] = (small[column * 3 + row] ?? 0) * (scales[column] ?? 1);
    }
  }
  return matrix;
}

function expectClose(actual: Float64Array, expected: ArrayLike<number>, tolerance = 1e-9): void {
  for (let i = 0; i < 4; i++) {
    expect(Math.abs((actual[i] ?? 0) - (expected[i] ?? 0))).toBeLessThan(tolerance);
  }
}

describe('matrix and quaternion', () => {
  test('go there and back for any rotation, whatever the scale of the axes', () => {
    const random = seededRandom(1);
    for (let i = 0; i < 500; i++) {
      const rotation = randomQuaternion(random);
      const back = new Float64Array(4);

      expect(quaternionFromMatrix(matrix16(rotation, [2, 0.5, 3]), back)).toBe(true);

      expectClose(back, rotation);
    }
  });

  test('meet at half a turn about each axis, where three of four components vanish', () => {
    const back = new Float64Array(4);
    for (let axis = 0; axis < 3; axis++) {
      const halfTurn = new Float64Array(4);
      halfTurn[axis] = 1;

      quaternionFromMatrix(matrix16(halfTurn), back);

      expect(Math.abs(back[axis] ?? 0)).toBeCloseTo(1, 9);
    }
  });

  test.each([
    ['NaN', new Float64Array(16).fill(Number.NaN)],
    ['zeros', new Float64Array(16)],
    ['a flat matrix', Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)],
    ['a mirror', Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1)],
    ['infinity', Float64Array.of(Number.POSITIVE_INFINITY, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)],
    ['too few numbers', new Float64Array(3)],
  ])('%s is no rotation, and gives the identity', (_name, matrix) => {
    const quaternion = Float64Array.of(9, 9, 9, 9);

    expect(quaternionFromMatrix(matrix, quaternion)).toBe(false);

    expect([...quaternion]).toEqual([0, 0, 0, 1]);
  });

  test('column i of the matrix is where axis i goes: a quarter turn about y takes z to x', () => {
    const matrix = new Float64Array(9);

    matrixFromQuaternion([0, Math.SQRT1_2, 0, Math.SQRT1_2], matrix);

    expect(matrix[6]).toBeCloseTo(1, 12);
    expect(matrix[8]).toBeCloseTo(0, 12);
  });
});

describe('quaternions', () => {
  test('a rotation times its inverse is the identity', () => {
    const random = seededRandom(2);
    for (let i = 0; i < 100; i++) {
      const rotation = randomQuaternion(random);
      const inverse = new Float64Array(4);
      invertQuaternion(rotation, inverse);

      multiplyQuaternions(rotation, inverse, inverse);

      expectClose(inverse, [0, 0, 0, 1]);
    }
  });

  test('a product turns by its second factor first', () => {
    const aboutX = [Math.SQRT1_2, 0, 0, Math.SQRT1_2];
    const aboutY = [0, Math.SQRT1_2, 0, Math.SQRT1_2];
    const product = new Float64Array(4);
    const matrix = new Float64Array(9);

    multiplyQuaternions(aboutX, aboutY, product);
    matrixFromQuaternion(product, matrix);

    // z goes to x by the turn about y, and stays there by the turn about x.
    expect([...matrix.subarray(6)].map(Math.round)).toEqual([1, 0, 0]);
  });

  test('measures angles down to a microradian, and the same for q and −q', () => {
    const small = 1e-6;

    expect(angleBetween([0, 0, 0, 1], [Math.sin(small / 2), 0, 0, Math.cos(small / 2)])).toBeCloseTo(
      small,
      12,
    );
    expect(angleBetween([0, 0, 0, 1], [0, 0, 0, -1])).toBe(0);
  });

  test('slerp goes at constant speed along the shorter arc', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 100; i++) {
      const from = randomQuaternion(random);
      const to = randomQuaternion(random);
      const between = new Float64Array(4);
      const whole = angleBetween(from, to);

      slerpQuaternions(from, to, 0.25, between);

      expect(angleBetween(from, between)).toBeCloseTo(whole / 4, 6);
      expect(angleBetween(between, to)).toBeCloseTo((whole * 3) / 4, 6);
    }
  });

  test('nothing becomes NaN', () => {
    const target = new Float64Array(4);
    const broken = [Number.NaN, 0, 0, 1];

    multiplyQuaternions(broken, [0, 0, 0, 1], target);
    expect([...target]).toEqual([0, 0, 0, 1]);
    slerpQuaternions([0, 0, 0, 1], broken, 0.5, target);
    expect([...target]).toEqual([0, 0, 0, 1]);
    setQuaternion(target, Number.POSITIVE_INFINITY, 0, 0, 0);
    expect([...target]).toEqual([0, 0, 0, 1]);
    expect(angleBetween(broken, [0, 0, 0, 1])).toBe(0);
  });
});
