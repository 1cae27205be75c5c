import { createUvTable, type UvTable } from '../../detail/uv-table.ts';
import type { FaceModel } from '../../face/face-model.ts';
import type { SkinPictures } from '../../face/paint-skin.ts';
import { smoothstep } from '../../tracking/interpolation.ts';
import { distancesTo } from './distances-to.ts';
import { faceShares } from './face-shares.ts';
import { mirroredTexels } from './mirrored-texels.ts';
import { findSkinTexels, MARGIN_SIZE, sampleAtlas } from './skin-texels.ts';

/**
 * Texels along an edge of a cell. Colours of whole cells are compared, freed of light and merged; finer detail is taken
 * from the picture that shows it best. At 1024² a cell of the face is about 3 mm wide.
 */
export const CELL = 8;

/** Texels from an opening over which a cell ceases to be near it, at MARGIN_SIZE². */
const NEAR_START = 24;
const NEAR_END = 44;

/** Share of head hair up to which a cell is bare. */
const BARE = 0.5;
/**
 * Cells from the hairline, at MARGIN_SIZE², up to which the scalp is seen less and less surely, about 2 cm: no landmark
 * tells how tall the head is, and above one that is taken for too tall pictures show what is behind it.
 */
const HAIRLINE_REACH = 6;

/** What unwrapping needs to know of a face model's atlas, made once. */
export interface SkinLayout {
  readonly model: FaceModel;
  /** Texels along an edge. */
  readonly size: number;
  /** Cells along an edge. */
  readonly cells: number;
  /** Which triangles are eyeballs, Uint8Array [triangles]. */
  readonly isEye: Uint8Array;
  /** The texels that are skin: no eyeballs, teeth, tongue, lashes or clothes. */
  readonly table: UvTable;
  /** Which texels are covered and no skin, Uint8Array [size × size]. */
  readonly isPart: Uint8Array;
  /** How far each skin texel keeps from the openings of eyes and mouth, 0..1, Float32Array [skin texels]. */
  readonly reliability: Float32Array;
  /** The cell of each skin texel, Uint32Array [skin texels]. */
  readonly cellOfEntry: Uint32Array;
  /** Skin texels in each cell, Uint16Array [cells × cells]. */
  readonly texelsInCell: Uint16Array;
  /** What lies under the middle of each cell. */
  readonly cellTable: UvTable;
  /** How far each cell belongs to the face, which is bare skin, brows and lips, 0..1, Float32Array [cells × cells]. */
  readonly face: Float32Array;
  /** How far head hair grows in each cell, 0..1, Float32Array [cells × cells]. */
  readonly scalp: Float32Array;
  /** The same, less and less the farther from bare skin, Float32Array [cells × cells]. */
  readonly hairline: Float32Array;
  /** How near each cell lies to an opening of eyes or mouth, 0..1, Float32Array [cells × cells]. */
  readonly nearOpening: Float32Array;
  /** The texel of each texel's mirror image, −1 without, Int32Array [size × size]. */
  readonly mirror: Int32Array;
}

/**
 * @param pictures tell what is not skin and where hair grows; undefined for a model whose atlas holds nothing but skin
 * and eyeballs.
 * @throws RangeError for a size that is no multiple of CELL.
 */
export function createSkinLayout(
  model: FaceModel,
  pictures: SkinPictures | undefined,
  size: number,
): SkinLayout {
  if (!(size > 0 && size % CELL === 0)) {
    throw new RangeError(`a skin texture of ${size} texels along an edge: a multiple of ${CELL} expected`);
  }
  const cells = size / CELL;
  const { isEye, whole, table, parts, openings, reliability } = findSkinTexels(model, pictures?.parts, size);
  const isPart = new Uint8Array(size * size);
  for (const texel of parts) {
    isPart[texel] = 1;
  }
  const scale = size / MARGIN_SIZE;
  const cellOfEntry = table.texels.map(
    (texel) => Math.floor(texel / size / CELL) * cells + Math.floor((texel % size) / CELL),
  );
  const texelsInCell = new Uint16Array(cells * cells);
  for (const cell of cellOfEntry) {
    texelsInCell[cell] = (texelsInCell[cell] ?? 0) + 1;
  }
  const cellTable = createUvTable(model, cells, 'exact');
  const scalp = Float32Array.from({ length: cells * cells }, (_, cell) =>
    pictures === undefined ? 0 : sampleAtlas(pictures.growth, cell, cells, 2) / 255,
  );
  const bare = distancesTo(
    cellTable.texels.filter((cell) => (scalp[cell] ?? 0) <= BARE),
    cells,
  );
  return {
    model,
    size,
    cells,
    isEye,
    table,
    isPart,
    reliability,
    cellOfEntry,
    texelsInCell,
    cellTable,
    face: faceShares(model, cellTable),
    scalp,
    hairline: scalp.map(
      (share, cell) => share * Math.max(1 - (bare[cell] ?? 0) / (HAIRLINE_REACH * scale), 0),
    ),
    nearOpening: Float32Array.from({ length: cells * cells }, (_, cell) =>
      smoothstep(NEAR_END * scale, NEAR_START * scale, openings[middleTexel(cell, cells)] ?? 0),
    ),
    mirror: mirroredTexels(model, whole),
  };
}

/** The texel in the middle of a cell. */
function middleTexel(cell: number, cells: number): number {
  const row = Math.floor(cell / cells) * CELL + CELL / 2;
  return row * cells * CELL + (cell % cells) * CELL + CELL / 2;
}
