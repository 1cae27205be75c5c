import { describe, expect, it } from 'vitest';
import { accumulateRows } from '../../../../src/shared/core/tensor/accumulate-rows.ts';

describe('accumulated rows', () => {
  it.each([0, 1, 2, 3, 4, 5, 9])('add %i weighted rows to the target, skipping zeros', (count) => {
    const rows = Float32Array.from({ length: 20 * 3 }, (_, i) => i);
    const weights = new Float32Array(20);
    for (let i = 0; i < count; i += 1) {
      weights[i * 2 + 1] = i + 1;
    }
    const expected = Float32Array.of(100, 200, 300);
    weights.forEach((weight, row) => {
      for (let i = 0; i < 3; i += 1) {
        expected[i] = (expected[i] ?? 0) + weight * (row * 3 + i);
      }
    });

    const target = Float32Array.of(100, 200, 300);
    accumulateRows(target, rows, weights);

    expect(target).toEqual(expected);
  });

  it('leave out a row of weight 0 even if it is not finite', () => {
    const target = new Float32Array(1);

    accumulateRows(target, Float32Array.of(Number.NaN, 2), Float32Array.of(0, 3));

    expect(target).toEqual(Float32Array.of(6));
  });

  it('refuse more weights than rows', () => {
    expect(() => accumulateRows(new Float32Array(2), new Float32Array(4), new Float32Array(3))).toThrow(
      RangeError,
    );
  });
});
