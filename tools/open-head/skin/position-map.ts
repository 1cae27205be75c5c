import { createUvTable } from '../../../src/shared/core/detail/uv-table.ts';
import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import type { Vector } from '../geometry/vector.ts';

/** What lies under each texel of the UV square; row 0 at v = 1. */
export interface PositionMap {
  readonly size: number;
  /** Neutral place of the skin under a texel, cm; undefined where there is no skin. */
  at(texel: number): Vector | undefined;
  /** Mixes a value per vertex over the skin's texels, Float32Array [size × size], 0 elsewhere. */
  spread(values: ArrayLike<number>): Float32Array;
}

/** Centimetres in a metre. */
const METRE = 100;

/** @param skinTriangles how many of the model's triangles, from the first on, are skin. */
export function createPositionMap(
  model: Pick<FaceModel, 'template' | 'triangles' | 'uvs' | 'uvTriangles'>,
  skinTriangles: number,
  size: number,
): PositionMap {
  const table = createUvTable(
    {
      triangles: model.triangles.subarray(0, skinTriangles * 3),
      uvs: model.uvs,
      uvTriangles: model.uvTriangles.subarray(0, skinTriangles * 3),
    },
    size,
    'exact',
  );
  const { texels, vertices, weights } = table;
  const spread = (values: ArrayLike<number>): Float32Array => {
    const map = new Float32Array(size * size);
    texels.forEach((texel, i) => {
      let value = 0;
      for (let k = 3 * i; k < 3 * i + 3; k += 1) {
        value += (weights[k] ?? 0) * (values[vertices[k] ?? 0] ?? 0);
      }
      map[texel] = value;
    });
    return map;
  };
  const axis = (offset: number) =>
    spread(
      Float32Array.from(
        { length: model.template.length / 3 },
        (_, v) => (model.template[3 * v + offset] ?? 0) * METRE,
      ),
    );
  const [x, y, z] = [axis(0), axis(1), axis(2)];
  const covered = new Uint8Array(size * size);
  for (const texel of texels) {
    covered[texel] = 1;
  }
  return {
    size,
    at: (texel) => (covered[texel] === 1 ? [x[texel] ?? 0, y[texel] ?? 0, z[texel] ?? 0] : undefined),
    spread,
  };
}
