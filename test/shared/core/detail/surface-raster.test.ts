import { describe, expect, it } from 'vitest';
import {
  createSurfaceRaster,
  interpolateOverPixels,
  rasteriseSurface,
  sampleMapOverPixels,
} from '../../../../src/shared/core/detail/surface-raster.ts';
import { shadeClay, visiblePixels } from '../../../../src/shared/core/detail/surface-shading.ts';
import { projectOrthographic } from '../../../../src/shared/core/face/orthographic-camera.ts';
import { readWholeArrays, readWholeNumbers, readWholeTemplate } from '../../../support/deca-whole.ts';
import { hasSharedData, sharedDataNote } from '../../../support/shared-data.ts';

const SIZE = 224;
const MAP_SIZE = 256;

/** Share of golden samples that are met within `tolerance`. `flat` are the golden's indices. */
function shareWithin(
  read: (index: number) => number,
  { idx, val }: { readonly idx: readonly number[]; readonly val: readonly number[] },
  tolerance: number,
): number {
  const met = idx.filter((index, k) => Math.abs(read(index) - (val[k] ?? Number.NaN)) <= tolerance);
  return met.length / idx.length;
}

/** Reads [pixels × 3] values by an index into planes [3 × pixels]. */
const byPlane = (values: Float32Array) => (index: number) =>
  values[(index % SIZE ** 2) * 3 + Math.floor(index / SIZE ** 2)] ?? Number.NaN;

describe.skipIf(!hasSharedData)(`a rasterised surface${sharedDataNote}`, () => {
  const setUp = (camera: readonly number[]) => {
    const { triangles, uvs, uvTriangles } = readWholeTemplate();
    const { vertices, normals, detailNormals } = readWholeArrays('image');
    const projected = new Float32Array(vertices.length);
    projectOrthographic(camera, vertices, projected);
    const raster = rasteriseSurface(projected, triangles, createSurfaceRaster(SIZE));
    return { triangles, uvs, uvTriangles, normals, detailNormals, projected, raster };
  };

  // Seen from inside, the tube's faces turn to the camera: only then do grey pictures show something.
  it.each(['image', 'inside'] as const)('has the golden pixels in %s', (name) => {
    const { cam, image } = readWholeNumbers().cases[name];
    const surface = setUp(cam);
    const { raster, triangles } = surface;

    const normals = interpolateOverPixels(raster, triangles, surface.normals);
    const detailNormals = sampleMapOverPixels(raster, surface, surface.detailNormals, MAP_SIZE);
    const isVisible = visiblePixels(raster, surface.projected, triangles);
    const shown = (brightness: Float32Array) => (index: number) => {
      const pixel = index % SIZE ** 2;
      return (isVisible[pixel] ?? 0) * (brightness[pixel] ?? Number.NaN);
    };

    const covered = raster.triangles.filter((triangle) => triangle >= 0).length;
    expect(Math.abs(covered - image.covered)).toBeLessThan(3);
    expect(shareWithin(byPlane(normals), image.normal_images, 1e-4)).toBeGreaterThan(0.98);
    expect(shareWithin(shown(shadeClay(normals)), image.shape_images, 2e-4)).toBeGreaterThan(0.98);
    const detailed = shown(shadeClay(detailNormals));
    expect(shareWithin(detailed, image.shape_detail_images, 1e-3)).toBeGreaterThan(0.98);
  });

  it('shows the nearest of two triangles, and nothing of one that is not finite', () => {
    const square = [-1, -1, 0, 1, -1, 0, 0, 1, 0];
    const near = square.map((value, index) => (index % 3 === 2 ? value - 1 : value));
    const broken = square.map((value, index) => (index === 4 ? Number.NaN : value));
    const projected = Float32Array.from([...square, ...near, ...broken]);

    const raster = rasteriseSurface(
      projected,
      Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8),
      createSurfaceRaster(8),
    );

    expect([...new Set(raster.triangles)].sort()).toEqual([-1, 1]);
  });
});
