import { describe, expect, it } from 'vitest';
import { createUvTable } from '../../../../src/shared/core/detail/uv-table.ts';
import { readWholeTemplate, readWholeUvTable } from '../../../support/deca-whole.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { hasSharedData, sharedDataNote } from '../../../support/shared-data.ts';

/** Two triangles over the unit square, cut from (0, 0) to (1, 1). */
const SQUARE = {
  triangles: Uint32Array.of(5, 6, 7, 5, 7, 8),
  uvs: Float32Array.of(0, 0, 1, 0, 1, 1, 0, 1),
  uvTriangles: Uint32Array.of(0, 1, 2, 0, 2, 3),
};

describe('UV table', () => {
  it('covers every texel of the square, row 0 at v = 1', () => {
    const table = createUvTable(SQUARE, 4, 'exact');

    expect([...table.texels]).toEqual(Array.from({ length: 16 }, (_, texel) => texel));
    expect(table.triangles[4 * 3 + 3]).toBe(0);
    expect(table.triangles[0]).toBe(1);
    expect([...table.vertices.subarray(0, 3)]).toEqual([5, 7, 8]);
    expect(largestDifference(table.weights.subarray(0, 3), [0.125, 0.125, 0.75])).toBeLessThan(1e-7);
  });

  it('gives texels on a shared edge to the first triangle only', () => {
    const table = createUvTable(SQUARE, 4, 'exact');
    const diagonal = [3, 6, 9, 12];

    expect(diagonal.map((texel) => table.triangles[texel])).toEqual([0, 0, 0, 0]);
  });

  it('ignores triangles without area', () => {
    const table = createUvTable({ ...SQUARE, uvTriangles: Uint32Array.of(0, 0, 2, 0, 2, 3) }, 4, 'exact');

    expect([...table.triangles].every((triangle) => triangle === 1)).toBe(true);
  });

  it('stays inside the map when UVs lie outside the unit square', () => {
    const table = createUvTable({ ...SQUARE, uvs: SQUARE.uvs.map((uv) => uv * 3 - 1) }, 4, 'exact');

    expect(table.texels).toHaveLength(16);
  });
});

describe.skipIf(!hasSharedData)(`UV table of DECA's layout${sharedDataNote}`, () => {
  it('has the golden triangle at every texel and the golden weights within 1e-5', () => {
    const golden = readWholeUvTable();

    const table = createUvTable(readWholeTemplate(), 256, 'rasterised');

    const triangles = new Array<number>(256 * 256).fill(65535);
    table.texels.forEach((texel, entry) => {
      triangles[texel] = table.triangles[entry] ?? -1;
    });
    expect(triangles).toEqual(golden.triangles);
    expect(largestDifference(table.weights, golden.weights)).toBeLessThan(1e-5);
  });

  it('sums exact weights to 1 and rasterised ones to 1 within 6e-5 only', () => {
    const deviation = (weights: Float32Array) => {
      const sums = Array.from({ length: weights.length / 3 }, (_, entry) =>
        weights.subarray(entry * 3, entry * 3 + 3).reduce((sum, weight) => sum + weight, 0),
      );
      return largestDifference(
        sums,
        sums.map(() => 1),
      );
    };
    const template = readWholeTemplate();

    expect(deviation(createUvTable(template, 256, 'exact').weights)).toBeLessThan(2e-7);
    const rasterised = deviation(createUvTable(template, 256, 'rasterised').weights);
    expect(rasterised).toBeGreaterThan(5e-5);
    expect(rasterised).toBeLessThan(6e-5);
  });
});
