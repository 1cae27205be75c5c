/**
 * Which point of the surface lies under each texel of a square UV map. UVs never change, so the table is made once
 * per model and every map after that is a gather (uv-map.ts).
 * Texels are numbered row by row; row 0 lies at v = 1, texel (row, column) has its centre at
 * u = (column + ½) / size, v = 1 − (row + ½) / size.
 */
export interface UvTable {
  readonly size: number;
  /** Texels that lie inside a UV triangle, ascending, Uint32Array [covered]. */
  readonly texels: Uint32Array;
  /** Their triangles, Uint32Array [covered]. */
  readonly triangles: Uint32Array;
  /** The triangles' vertices, Uint32Array [covered × 3]. */
  readonly vertices: Uint32Array;
  /** Weights of those vertices, Float32Array [covered × 3]. */
  readonly weights: Float32Array;
}

/** The part of a face model that a table is made from. */
export interface UvLayout {
  readonly triangles: Uint32Array;
  readonly uvs: Float32Array;
  readonly uvTriangles: Uint32Array;
}

/**
 * `exact`: barycentric weights. `rasterised`: the weights of pytorch3d's rasteriser, which adds a small constant to
 * the triangle's area, so that they sum to 1 only within about 6e-5: what DECA's networks were trained and measured with.
 */
export type UvWeights = 'exact' | 'rasterised';

/** pytorch3d's constant (rasterize_meshes, kEpsilon). */
const RASTERISER_AREA_OFFSET = 1e-8;
/** pytorch3d rasterises in [−1, 1]², where areas are four times those in UV units. */
const RASTERISER_AREA_SCALE = 4;

/**
 * Makes the table of a UV layout. Where UV triangles overlap, the first one in the list wins.
 * Takes about 35 ms for FLAME at 256².
 */
export function createUvTable(layout: UvLayout, size: number, weights: UvWeights): UvTable {
  const { uvTriangles, uvs } = layout;
  const triangleOfTexel = new Int32Array(size * size).fill(-1);
  const weightsOfTexel = new Float64Array(size * size * 3);
  let coveredCount = 0;
  for (let triangle = 0; triangle < uvTriangles.length / 3; triangle += 1) {
    const corners = readCorners(uvs, uvTriangles, triangle);
    coveredCount += coverTexels(corners, triangle, size, triangleOfTexel, weightsOfTexel, weights);
  }
  return compactTable(layout, size, coveredCount, triangleOfTexel, weightsOfTexel);
}

type Corners = readonly [ax: number, ay: number, bx: number, by: number, cx: number, cy: number];

function readCorners(uvs: Float32Array, uvTriangles: Uint32Array, triangle: number): Corners {
  const a = (uvTriangles[triangle * 3] ?? 0) * 2;
  const b = (uvTriangles[triangle * 3 + 1] ?? 0) * 2;
  const c = (uvTriangles[triangle * 3 + 2] ?? 0) * 2;
  return [uvs[a] ?? 0, uvs[a + 1] ?? 0, uvs[b] ?? 0, uvs[b + 1] ?? 0, uvs[c] ?? 0, uvs[c + 1] ?? 0];
}

/** Claims the free texels whose centres lie in the triangle (edges included); returns how many. */
function coverTexels(
  [ax, ay, bx, by, cx, cy]: Corners,
  triangle: number,
  size: number,
  triangleOfTexel: Int32Array,
  weightsOfTexel: Float64Array,
  convention: UvWeights,
): number {
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (area === 0) {
    return 0;
  }
  const rasterArea = area * RASTERISER_AREA_SCALE;
  const scale = convention === 'exact' ? 1 : rasterArea / (rasterArea + RASTERISER_AREA_OFFSET);
  const firstColumn = Math.max(0, Math.ceil(Math.min(ax, bx, cx) * size - 0.5));
  const lastColumn = Math.min(size - 1, Math.floor(Math.max(ax, bx, cx) * size - 0.5));
  const firstRow = Math.max(0, Math.ceil((1 - Math.max(ay, by, cy)) * size - 0.5));
  const lastRow = Math.min(size - 1, Math.floor((1 - Math.min(ay, by, cy)) * size - 0.5));

  let covered = 0;
  for (let row = firstRow; row <= lastRow; row += 1) {
    const v = 1 - (row + 0.5) / size;
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const u = (column + 0.5) / size;
      const weightA = ((bx - u) * (cy - v) - (by - v) * (cx - u)) / area;
      const weightB = ((cx - u) * (ay - v) - (cy - v) * (ax - u)) / area;
      const weightC = 1 - weightA - weightB;
      const texel = row * size + column;
      if (weightA < 0 || weightB < 0 || weightC < 0 || triangleOfTexel[texel] !== -1) {
        continue;
      }
      triangleOfTexel[texel] = triangle;
      weightsOfTexel[texel * 3] = weightA * scale;
      weightsOfTexel[texel * 3 + 1] = weightB * scale;
      weightsOfTexel[texel * 3 + 2] = weightC * scale;
      covered += 1;
    }
  }
  return covered;
}

function compactTable(
  layout: UvLayout,
  size: number,
  coveredCount: number,
  triangleOfTexel: Int32Array,
  weightsOfTexel: Float64Array,
): UvTable {
  const table = {
    size,
    texels: new Uint32Array(coveredCount),
    triangles: new Uint32Array(coveredCount),
    vertices: new Uint32Array(coveredCount * 3),
    weights: new Float32Array(coveredCount * 3),
  };
  let entry = 0;
  triangleOfTexel.forEach((triangle, texel) => {
    if (triangle < 0) {
      return;
    }
    table.texels[entry] = texel;
    table.triangles[entry] = triangle;
    table.vertices.set(layout.triangles.subarray(triangle * 3, triangle * 3 + 3), entry * 3);
    table.weights.set(weightsOfTexel.subarray(texel * 3, texel * 3 + 3), entry * 3);
    entry += 1;
  });
  return table;
}
