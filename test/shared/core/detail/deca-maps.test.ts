import { describe, expect, it } from 'vitest';
import {
  computeDensePositions,
  createDenseTriangles,
  createDenseUvs,
} from '../../../../src/shared/core/detail/dense-mesh.ts';
import {
  computeDetailNormals,
  createDetailSurface,
} from '../../../../src/shared/core/detail/detail-surface.ts';
import { shadeSphericalHarmonics } from '../../../../src/shared/core/detail/spherical-harmonics-shading.ts';
import { gatherUvMap } from '../../../../src/shared/core/detail/uv-map.ts';
import { createUvTable } from '../../../../src/shared/core/detail/uv-table.ts';
import {
  readWholeArrays,
  readWholeFixedDisplacement,
  readWholeMask,
  readWholeNumbers,
  readWholeTemplate,
  WHOLE_CASES,
} from '../../../support/deca-whole.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { hasSharedData, sharedDataNote } from '../../../support/shared-data.ts';

const SIZE = 256;
/** Tolerances by weight convention, as the golden numbers' README states them: metres, then unit normals and shading. */
const TOLERANCES = [
  { weights: 'rasterised', position: 1e-6, normal: 3e-5, detailNormal: 6e-5, shading: 2e-5 },
  { weights: 'exact', position: 1e-5, normal: 1e-4, detailNormal: 2e-4, shading: 1e-4 },
] as const;

describe.skipIf(!hasSharedData)(`DECA's UV maps${sharedDataNote}`, () => {
  describe.each(TOLERANCES)('with $weights weights', ({ weights, ...tolerance }) => {
    const setUp = () => createUvTable(readWholeTemplate(), SIZE, weights);

    it('spread positions and normals as the original does', () => {
      const table = setUp();
      const { vertices, normals, maps } = readWholeArrays('image');
      const target = new Float32Array(SIZE * SIZE * 3);

      gatherUvMap(table, vertices, target);
      expect(largestDifference(target, maps().position)).toBeLessThan(tolerance.position);

      gatherUvMap(table, normals, target);
      expect(largestDifference(target, maps().normal)).toBeLessThan(tolerance.normal);
    });

    it.each(WHOLE_CASES)('give the detail normals of %s', (name) => {
      const surface = createDetailSurface(setUp(), readWholeMask(), readWholeFixedDisplacement());
      const { vertices, normals, displacement, detailNormals } = readWholeArrays(name);
      const target = new Float32Array(SIZE * SIZE * 3).fill(7);

      computeDetailNormals(surface, vertices, normals, displacement, target);
      computeDetailNormals(surface, vertices, normals, displacement, target);

      expect(largestDifference(target, detailNormals)).toBeLessThan(tolerance.detailNormal);
    });

    it('give the spherical-harmonic shading', () => {
      const surface = createDetailSurface(setUp(), readWholeMask(), readWholeFixedDisplacement());
      const { vertices, normals, displacement, maps } = readWholeArrays('image');
      const light = Float32Array.from(readWholeNumbers().cases.image.light);
      const target = new Float32Array(SIZE * SIZE * 3);

      computeDetailNormals(surface, vertices, normals, displacement, target);
      shadeSphericalHarmonics(target, light, target);

      expect(largestDifference(target, maps().shading)).toBeLessThan(tolerance.shading);
    });
  });

  it('refuse a mask of another size', () => {
    const table = createUvTable(readWholeTemplate(), 64, 'exact');

    expect(() => createDetailSurface(table, readWholeMask(), readWholeFixedDisplacement())).toThrow(
      RangeError,
    );
  });
});

describe.skipIf(!hasSharedData)(`DECA's dense mesh${sharedDataNote}`, () => {
  const setUp = () => createUvTable(readWholeTemplate(), SIZE, 'exact');

  it('has the golden triangles, facing the other way as its exporter writes them', () => {
    const golden = readWholeNumbers().constants.dense_template;

    const triangles = createDenseTriangles(setUp());

    expect(triangles).toHaveLength(golden.faces * 3);
    const facesAt = (first: number, count: number) =>
      Array.from({ length: count }, (_, face) =>
        sorted(triangles.subarray((first + face) * 3).subarray(0, 3)),
      );
    expect(facesAt(0, golden.first.length)).toEqual(golden.first.map(sorted));
    expect(facesAt(golden.faces - golden.last.length, golden.last.length)).toEqual(golden.last.map(sorted));
    expect([...triangles.subarray(0, 3)]).toEqual([0, 15, 16]);
  });

  it.each(WHOLE_CASES)('has the golden positions in %s within 1e-6 m', (name) => {
    const table = setUp();
    const { vertices, normals, displacementWithFixed, denseDisplaced } = readWholeArrays(name);
    const target = new Float32Array(table.texels.length * 3);

    computeDensePositions(table, vertices, normals, displacementWithFixed, target);

    expect(largestDifference(target, denseDisplaced)).toBeLessThan(1e-6);
  });

  it('lies on the coarse surface without displacement', () => {
    const table = setUp();
    const { vertices, normals, maps } = readWholeArrays('image');
    const target = new Float32Array(table.texels.length * 3);

    computeDensePositions(table, vertices, normals, new Float32Array(SIZE * SIZE), target);

    expect(largestDifference(target, maps().denseBase)).toBeLessThan(1e-6);
  });

  it('has its UVs at the texel centres', () => {
    const table = setUp();

    const uvs = createDenseUvs(table);

    const texel = table.texels[100] ?? 0;
    expect(uvs[200]).toBeCloseTo(((texel % SIZE) + 0.5) / SIZE, 6);
    expect(uvs[201]).toBeCloseTo(1 - (Math.floor(texel / SIZE) + 0.5) / SIZE, 6);
  });
});

function sorted(values: Iterable<number>): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
