import { describe, expect, it } from 'vitest';
import { createFaceGeometry, packTriangleCorners } from '../../../src/renderer/avatar/face-model-geometry.ts';
import { HEAD_PARTS } from '../../../src/renderer/avatar/head-parts.ts';
import { bakeIdentity } from '../../../src/shared/core/face/posable-face.ts';
import { createGridFaceModel } from '../../support/grid-face-model.ts';
import { createTinyFaceModel } from '../../support/tiny-face-model.ts';

function geometryOf(model = createTinyFaceModel()) {
  return createFaceGeometry(bakeIdentity(model, new Float32Array(0)), packTriangleCorners(model));
}

describe('the drawn geometry of a face model', () => {
  it('splits vertices on a UV seam and knows which vertex each part comes from', () => {
    const geometry = geometryOf();

    expect(Array.from(geometry.getAttribute('vertexIndex').array)).toEqual([0, 1, 2, 0, 2, 3]);
    const { uvs } = createTinyFaceModel();
    expect(Array.from(geometry.getAttribute('uv').array)).toEqual(Array.from(uvs));
  });

  it('draws a vertex without a seam once', () => {
    expect(geometryOf(createGridFaceModel(4)).getAttribute('position').count).toBe(16);
  });

  it('lists the other corners of a vertex’s triangles in their order', () => {
    const { texture, starts } = packTriangleCorners(createTinyFaceModel());

    expect(Array.from(starts)).toEqual([0, 2, 3, 5, 6]);
    const values = Array.from(texture.image.data ?? []).slice(0, 12);
    expect(values).toEqual([1, 2, 2, 3, 2, 0, 0, 1, 3, 0, 0, 2]);
  });

  it('gives each eyeball a group of its own', () => {
    const model = createGridFaceModel(3);
    const weights = model.skinningWeights.slice();
    // The first row of squares belongs to the left eye.
    for (let vertex = 0; vertex < 6; vertex += 1) {
      weights.set([0, 0, 0, 1, 0], vertex * 5);
    }

    const { groups } = geometryOf({ ...model, skinningWeights: weights });

    expect(groups.map(({ count, materialIndex }) => [materialIndex, count])).toEqual([
      [0, 12],
      [1, 12],
    ]);
  });

  it('gives the parts that are known by their triangles groups of their own', () => {
    const model = createGridFaceModel(3);
    const corners = packTriangleCorners(model);
    const runs = [
      { part: 'skin', triangles: 2 },
      { part: 'teeth', triangles: 3 },
      { part: 'lashes', triangles: 1 },
    ];

    const { groups } = createFaceGeometry(bakeIdentity(model, new Float32Array(0)), corners, runs);

    expect(groups.map(({ count, materialIndex }) => [materialIndex, count])).toEqual([
      [HEAD_PARTS.indexOf('skin'), 15],
      [HEAD_PARTS.indexOf('teeth'), 9],
    ]);
  });
});
