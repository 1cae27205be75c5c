import { describe, expect, test } from 'vitest';
import { solveBoxLeastSquares } from '../../../../../src/shared/core/tracking/solver/box-least-squares.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

const STEPS = 200;

function cost(normal: Float64Array, right: Float64Array, x: number, y: number): number {
  const [a = 0, b = 0, , d = 0] = normal;
  return (a * x * x + 2 * b * x * y + d * y * y) / 2 - (right[0] ?? 0) * x - (right[1] ?? 0) * y;
}

/** The least cost over a grid of the box. */
function leastOnGrid(normal: Float64Array, right: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= STEPS; i++) {
    for (let j = 0; j <= STEPS; j++) {
      least = Math.min(least, cost(normal, right, i / STEPS, j / STEPS));
    }
  }
  return least;
}

describe('least squares within a box', () => {
  test('finds what brute force finds', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 50; round++) {
      const [p, q, r] = [1 + random(), 2 * random() - 1, 1 + random()];
      const normal = Float64Array.of(p * p, p * q, p * q, q * q + r * r);
      const right = Float64Array.from([6 * random() - 2, 6 * random() - 2]);
      const weights = new Float64Array(2);

      solveBoxLeastSquares(normal, right, weights, 2);

      const found = cost(normal, right, weights[0] ?? 0, weights[1] ?? 0);
      expect(found).toBeLessThanOrEqual(leastOnGrid(normal, right) + 1e-3);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...weights)).toBeLessThanOrEqual(1);
    }
  });

  test('makes 0 of what is not a number', () => {
    const weights = Float64Array.of(0.5, Number.NaN);

    solveBoxLeastSquares(Float64Array.of(1, 0, 0, 1), Float64Array.of(Number.NaN, Number.NaN), weights, 2);

    expect([...weights]).toEqual([0, 0]);
  });
});
