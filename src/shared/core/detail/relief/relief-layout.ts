import type { FaceModel } from '../../face/face-model.ts';
import type { AtlasPicture } from '../../face/paint-skin.ts';
import { findSkinTexels } from '../../identity/skin/skin-texels.ts';
import type { UvTable } from '../uv-table.ts';

/** What laying pictures on a face model's atlas needs to know of it, made once. */
export interface ReliefLayout {
  /** Texels along an edge. */
  readonly size: number;
  /** The model's, Uint32Array [triangles × 3]. */
  readonly triangles: Uint32Array;
  /** The texels that are skin, and what lies under them. */
  readonly table: UvTable;
  /** How far each of them keeps from the openings of eyes and mouth, 0..1, Float32Array [skin texels]. */
  readonly reliability: Float32Array;
  /** How large each triangle is on the atlas, texels, Float32Array [triangles]. */
  readonly areas: Float32Array;
}

/**
 * @param parts the model's picture of what is not skin (SkinPictures); undefined for an atlas that holds nothing but skin
 * and eyeballs.
 * @param size texels along an edge.
 */
export function createReliefLayout(
  model: FaceModel,
  parts: AtlasPicture | undefined,
  size: number,
): ReliefLayout {
  const { table, reliability } = findSkinTexels(model, parts, size);
  return { size, triangles: model.triangles, table, reliability, areas: atlasAreas(model, size) };
}

function atlasAreas({ uvs, uvTriangles }: FaceModel, size: number): Float32Array {
  return Float32Array.from({ length: uvTriangles.length / 3 }, (_, triangle) => {
    const a = (uvTriangles[triangle * 3] ?? 0) * 2;
    const b = (uvTriangles[triangle * 3 + 1] ?? 0) * 2;
    const c = (uvTriangles[triangle * 3 + 2] ?? 0) * 2;
    const bu = (uvs[b] ?? 0) - (uvs[a] ?? 0);
    const bv = (uvs[b + 1] ?? 0) - (uvs[a + 1] ?? 0);
    const cu = (uvs[c] ?? 0) - (uvs[a] ?? 0);
    const cv = (uvs[c + 1] ?? 0) - (uvs[a + 1] ?? 0);
    return (Math.abs(bu * cv - bv * cu) / 2) * size * size;
  });
}
