import { createUvTable, type UvTable } from '../../detail/uv-table.ts';
import type { FaceModel } from '../../face/face-model.ts';
import { isHeldByJoint } from '../../face/held-triangles.ts';
import type { AtlasPicture } from '../../face/paint-skin.ts';
import { smoothstep } from '../../tracking/interpolation.ts';
import { distancesTo } from './distances-to.ts';

/**
 * Lids and lips never lie exactly where they are said to: at their edges pictures show eyes and teeth. Texels from an
 * opening at which the skin begins to count and counts in full, at MARGIN_SIZE².
 */
const MARGIN_START = 2;
const MARGIN_END = 11;
/** The atlas that the distances of this folder are given for; on others they are as wide on the skin. */
export const MARGIN_SIZE = 1024;

/** Where a face model's atlas holds skin. */
export interface SkinTexels {
  /** Which triangles are eyeballs, Uint8Array [triangles]. */
  readonly isEye: Uint8Array;
  /** What lies under every covered texel. */
  readonly whole: UvTable;
  /** The texels that are skin: no eyeballs, teeth, tongue, lashes or clothes. */
  readonly table: UvTable;
  /** The covered texels that are no skin, Uint32Array, ascending. */
  readonly parts: Uint32Array;
  /** Texels from each texel to the nearest that is covered and no skin, Float32Array [size × size]. */
  readonly openings: Float32Array;
  /** How far each skin texel keeps from the openings of eyes and mouth, 0..1, Float32Array [skin texels]. */
  readonly reliability: Float32Array;
}

/**
 * Finds the skin in a model's atlas.
 * @param parts the picture that tells what is not skin (SkinPictures); undefined for a model whose atlas holds nothing
 * but skin and eyeballs.
 * @param size texels along an edge.
 */
export function findSkinTexels(model: FaceModel, parts: AtlasPicture | undefined, size: number): SkinTexels {
  const whole = createUvTable(model, size, 'exact');
  const isEye = findEyes(model);
  const isSkin = findSkin(whole, isEye, parts);
  const table = keepEntries(whole, isSkin);
  const partTexels = whole.texels.filter((_, entry) => isSkin[entry] === 0);
  const openings = distancesTo(partTexels, size);
  const scale = size / MARGIN_SIZE;
  return {
    isEye,
    whole,
    table,
    parts: partTexels,
    openings,
    reliability: Float32Array.from(table.texels, (texel) =>
      smoothstep(MARGIN_START * scale, MARGIN_END * scale, openings[texel] ?? 0),
    ),
  };
}

function findEyes(model: FaceModel): Uint8Array {
  const eyes = ['eyeLeft', 'eyeRight']
    .map((name) => model.jointNames.indexOf(name))
    .filter((joint) => joint >= 0);
  return Uint8Array.from({ length: model.triangles.length / 3 }, (_, triangle) =>
    eyes.some((joint) => isHeldByJoint(model, triangle, joint)) ? 1 : 0,
  );
}

/** Which entries of a table are skin. */
function findSkin(table: UvTable, isEye: Uint8Array, parts: AtlasPicture | undefined): Uint8Array {
  return Uint8Array.from(table.texels, (texel, entry) => {
    const isPart = parts !== undefined && sampleAtlas(parts, texel, table.size, 3) > 0;
    return isPart || isEye[table.triangles[entry] ?? 0] === 1 ? 0 : 1;
  });
}

function keepEntries({ size, texels, triangles, vertices, weights }: UvTable, isKept: Uint8Array): UvTable {
  const keeps = (_: number, entry: number) => isKept[entry] === 1;
  const keepsCorner = (_: number, corner: number) => isKept[Math.floor(corner / 3)] === 1;
  return {
    size,
    texels: texels.filter(keeps),
    triangles: triangles.filter(keeps),
    vertices: vertices.filter(keepsCorner),
    weights: weights.filter(keepsCorner),
  };
}

/** A channel of a picture of the atlas under the middle of a texel of another size, of `texels` along an edge. */
export function sampleAtlas(
  { size, samples }: AtlasPicture,
  texel: number,
  texels: number,
  channel: number,
): number {
  const row = Math.floor(((Math.floor(texel / texels) + 0.5) * size) / texels);
  const column = Math.floor((((texel % texels) + 0.5) * size) / texels);
  return samples[(row * size + column) * 4 + channel] ?? 0;
}
