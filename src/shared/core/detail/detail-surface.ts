import type { RegionMask } from '../face/face-model.ts';
import { gatherUvMap } from './uv-map.ts';
import type { UvTable } from './uv-table.ts';

/*
 * DECA's detail grid (displacement2normal): its quads leave two columns at the left and right of the UV square and five
 * rows at its top and bottom free.
 */
const FIRST_COLUMN = 2;
const FIRST_ROW = 5;
/** Below this length of the summed cross products a detail normal is shorter than 1, as in DECA. */
const SMALLEST_LENGTH = 1e-6;

/** What detail normals need besides the frame's own data: made once per model, with room for one frame. */
export interface DetailSurface {
  readonly table: UvTable;
  /** Share of the relief at each texel, 0..1, Float32Array [size × size]. */
  readonly mask: Float32Array;
  /** Constant displacement, metres, Float32Array [size × size]. */
  readonly fixedDisplacement: Float32Array;
  /** Texels that show relief, Uint32Array [relief]. */
  readonly reliefTexels: Uint32Array;
  /** Their neighbours in turn: S, E, NE, N, W, SW, Uint32Array [relief × 6]; the texel itself where the grid ends. */
  readonly reliefNeighbours: Uint32Array;
  /** The part of the table that those texels' normals depend on: they and their neighbours. */
  readonly reliefTable: UvTable;
  /** The displaced surface near the relief, Float32Array [size × size × 3], metres; 0 off the UV islands. */
  readonly displaced: Float32Array;
}

/**
 * Prepares the detail surface of a model.
 * @param mask where the relief shows, as large as the table.
 * @param fixedDisplacement metres, Float32Array [size × size].
 * @throws RangeError when the sizes differ.
 */
export function createDetailSurface(
  table: UvTable,
  mask: RegionMask,
  fixedDisplacement: Float32Array,
): DetailSurface {
  const { size } = table;
  if (mask.size !== size || fixedDisplacement.length !== size * size) {
    throw new RangeError(
      `the detail surface needs a mask and a fixed displacement of ${size} × ${size} texels`,
    );
  }
  const reliefTexels: number[] = [];
  const reliefNeighbours: number[] = [];
  const isNearRelief = new Uint8Array(size * size);
  for (let row = FIRST_ROW; row < size - FIRST_ROW; row += 1) {
    for (let column = FIRST_COLUMN; column < size - FIRST_COLUMN; column += 1) {
      const texel = row * size + column;
      if (mask.values[texel] === 0) {
        continue;
      }
      const neighbours = neighboursInGrid(row, column, size);
      reliefTexels.push(texel);
      reliefNeighbours.push(...neighbours);
      for (const near of [texel, ...neighbours]) {
        isNearRelief[near] = 1;
      }
    }
  }
  return {
    table,
    mask: Float32Array.from(mask.values, (value) => value / 255),
    fixedDisplacement,
    reliefTexels: Uint32Array.from(reliefTexels),
    reliefNeighbours: Uint32Array.from(reliefNeighbours),
    reliefTable: selectEntries(table, isNearRelief),
    displaced: new Float32Array(size * size * 3),
  };
}

/**
 * Detail normals: the normals of the displaced surface where there is relief, blended with the coarse ones elsewhere
 * (DECA paper, section 4.2). The displaced surface is Q = P + (mask · displacement + fixed) · N,
 * the result mask · normal(Q) + (1 − mask) · N, not normalised again. Allocates nothing.
 *
 * @param vertices Float32Array [vertices × 3], metres.
 * @param normals the vertices' normals (computeVertexNormals), Float32Array [vertices × 3].
 * @param displacement metres along the normal, Float32Array [size × size], without the fixed part.
 * @param target Float32Array [size × size × 3], in the axes of the vertices; overwritten, 0 off the UV islands.
 */
export function computeDetailNormals(
  surface: DetailSurface,
  vertices: Float32Array,
  normals: Float32Array,
  displacement: Float32Array,
  target: Float32Array,
): void {
  target.fill(0);
  gatherUvMap(surface.table, normals, target);
  gatherUvMap(surface.reliefTable, vertices, surface.displaced);
  displaceAlongNormals(surface, target, displacement);
  blendReliefNormals(surface, target);
}

/** Moves the gathered positions in `surface.displaced` along the coarse normals. */
function displaceAlongNormals(
  surface: DetailSurface,
  normals: Float32Array,
  displacement: Float32Array,
): void {
  const { displaced, mask, fixedDisplacement } = surface;
  const { texels } = surface.reliefTable;
  for (let entry = 0; entry < texels.length; entry += 1) {
    const texel = texels[entry] ?? 0;
    const distance = (mask[texel] ?? 0) * (displacement[texel] ?? 0) + (fixedDisplacement[texel] ?? 0);
    const at = texel * 3;
    displaced[at] = (displaced[at] ?? 0) + distance * (normals[at] ?? 0);
    displaced[at + 1] = (displaced[at + 1] ?? 0) + distance * (normals[at + 1] ?? 0);
    displaced[at + 2] = (displaced[at + 2] ?? 0) + distance * (normals[at + 2] ?? 0);
  }
}

/**
 * Replaces the coarse normals in `target` at the relief texels.
 *
 * Each quad of texels is cut from its upper right to its lower left corner, so a texel has six triangles, and their
 * summed cross products are the vector area of the hexagon of its neighbours, which is that of two quads:
 * (NE − S) × (N − E) + (W − S) × (SW − N). The texel itself drops out, except where it stands for a neighbour beyond
 * the grid: the triangles there then have no area, as if they were not there.
 */
function blendReliefNormals(surface: DetailSurface, target: Float32Array): void {
  const { displaced: q, mask, reliefTexels, reliefNeighbours } = surface;
  for (let index = 0; index < reliefTexels.length; index += 1) {
    const ring = index * 6;
    const south = (reliefNeighbours[ring] ?? 0) * 3;
    const east = (reliefNeighbours[ring + 1] ?? 0) * 3;
    const northEast = (reliefNeighbours[ring + 2] ?? 0) * 3;
    const north = (reliefNeighbours[ring + 3] ?? 0) * 3;
    const west = (reliefNeighbours[ring + 4] ?? 0) * 3;
    const southWest = (reliefNeighbours[ring + 5] ?? 0) * 3;
    const sx = q[south] ?? 0;
    const sy = q[south + 1] ?? 0;
    const sz = q[south + 2] ?? 0;
    const nx = q[north] ?? 0;
    const ny = q[north + 1] ?? 0;
    const nz = q[north + 2] ?? 0;
    const ax = (q[northEast] ?? 0) - sx;
    const ay = (q[northEast + 1] ?? 0) - sy;
    const az = (q[northEast + 2] ?? 0) - sz;
    const bx = nx - (q[east] ?? 0);
    const by = ny - (q[east + 1] ?? 0);
    const bz = nz - (q[east + 2] ?? 0);
    const cx = (q[west] ?? 0) - sx;
    const cy = (q[west + 1] ?? 0) - sy;
    const cz = (q[west + 2] ?? 0) - sz;
    const dx = (q[southWest] ?? 0) - nx;
    const dy = (q[southWest + 1] ?? 0) - ny;
    const dz = (q[southWest + 2] ?? 0) - nz;
    const x = ay * bz - az * by + cy * dz - cz * dy;
    const y = az * bx - ax * bz + cz * dx - cx * dz;
    const z = ax * by - ay * bx + cx * dy - cy * dx;

    const texel = reliefTexels[index] ?? 0;
    const at = texel * 3;
    const share = mask[texel] ?? 0;
    const scale = share / Math.max(Math.sqrt(x * x + y * y + z * z), SMALLEST_LENGTH);
    target[at] = x * scale + (1 - share) * (target[at] ?? 0);
    target[at + 1] = y * scale + (1 - share) * (target[at + 1] ?? 0);
    target[at + 2] = z * scale + (1 - share) * (target[at + 2] ?? 0);
  }
}

/** S, E, NE, N, W, SW of a texel; itself for those whose triangles lie outside the detail grid. */
function neighboursInGrid(row: number, column: number, size: number): readonly number[] {
  const texel = row * size + column;
  const hasNorth = row > FIRST_ROW;
  const hasSouth = row < size - 1 - FIRST_ROW;
  const hasWest = column > FIRST_COLUMN;
  const hasEast = column < size - 1 - FIRST_COLUMN;
  return [
    hasSouth ? texel + size : texel,
    hasEast ? texel + 1 : texel,
    hasNorth && hasEast ? texel - size + 1 : texel,
    hasNorth ? texel - size : texel,
    hasWest ? texel - 1 : texel,
    hasSouth && hasWest ? texel + size - 1 : texel,
  ];
}

/** The table's entries at the texels whose flag is set. */
function selectEntries(table: UvTable, isSelected: Uint8Array): UvTable {
  const entries = [...table.texels.keys()].filter((entry) => isSelected[table.texels[entry] ?? 0] === 1);
  const pick = (entry: number, values: ArrayLike<number>) => values[entry] ?? 0;
  const pickThree = <Values extends ArrayLike<number>>(values: Values) =>
    entries.flatMap((entry) => [
      pick(entry * 3, values),
      pick(entry * 3 + 1, values),
      pick(entry * 3 + 2, values),
    ]);
  return {
    size: table.size,
    texels: Uint32Array.from(entries, (entry) => pick(entry, table.texels)),
    triangles: Uint32Array.from(entries, (entry) => pick(entry, table.triangles)),
    vertices: Uint32Array.from(pickThree(table.vertices)),
    weights: Float32Array.from(pickThree(table.weights)),
  };
}
