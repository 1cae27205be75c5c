import { describe, expect, it } from 'vitest';
import { fillUnknown } from '../../../../../src/shared/core/identity/skin/fill-unknown.ts';

const SIZE = 13;

/** A map of one colour in the cells that are known. */
function mapOf(color: readonly number[], known: Float32Array): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) =>
    (known[Math.floor(i / 3)] ?? 0) > 0 ? (color[i % 3] ?? 0) : 99,
  );
}

describe('filling unknown cells', () => {
  it('spreads one colour everywhere', () => {
    const known = new Float32Array(SIZE * SIZE);
    known[20] = 1;
    known[150] = 0.2;
    const map = mapOf([0.2, 0.4, 0.6], known);

    fillUnknown(map, known, SIZE);

    map.forEach((value, i) => {
      expect(value).toBeCloseTo([0.2, 0.4, 0.6][i % 3] ?? 0, 5);
    });
  });

  it('keeps what is known and stays between it elsewhere', () => {
    const known = Float32Array.from({ length: SIZE * SIZE }, (_, cell) => (cell % SIZE === 0 ? 1 : 0));
    known.fill(1, 0, SIZE);
    const map = Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) =>
      (known[Math.floor(i / 3)] ?? 0) > 0 ? (i % 2) + 1 : 99,
    );
    const before = map.slice();

    fillUnknown(map, known, SIZE);

    map.forEach((value, i) => {
      if ((known[Math.floor(i / 3)] ?? 0) === 1) {
        expect(value).toBe(before[i]);
      } else {
        expect(value).toBeGreaterThan(1);
        expect(value).toBeLessThan(2);
      }
    });
  });
});
