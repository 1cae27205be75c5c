import { describe, expect, test } from 'vitest';
import { factorCholesky, solveCholesky } from '../../../../../src/shared/core/tracking/solver/cholesky.ts';

describe('Cholesky', () => {
  test('solves a positive definite system, wherever its numbers lie', () => {
    const matrix = Float64Array.of(4, 2, 1, 2, 5, 3, 1, 3, 6);
    // The right side of x = (1, −2, 3), one number in every second place from the second on.
    const vector = Float64Array.of(9, 3, 9, 1, 9, 13, 9);

    factorCholesky(matrix, 3);
    solveCholesky(matrix, 3, vector, 1, 2);

    expect(vector[1]).toBeCloseTo(1, 12);
    expect(vector[3]).toBeCloseTo(-2, 12);
    expect(vector[5]).toBeCloseTo(3, 12);
    expect([vector[0], vector[2], vector[4], vector[6]]).toEqual([9, 9, 9, 9]);
  });

  test('leaves an unknown at 0 of which nothing is told', () => {
    const matrix = Float64Array.of(2, 0, 0, 0);
    const vector = Float64Array.of(4, 1);

    factorCholesky(matrix, 2);
    solveCholesky(matrix, 2, vector);

    expect(vector[0]).toBeCloseTo(2, 12);
    expect(Math.abs(vector[1] ?? 1)).toBeLessThan(1e-9);
  });
});
