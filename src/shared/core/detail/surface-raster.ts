/** What a camera sees of a surface, pixel by pixel: which triangle is nearest, and where in it the pixel's centre lies. */
export interface SurfaceRaster {
  /** Pixels along one side of the square picture. */
  readonly size: number;
  /** Nearest triangle, −1 where there is none, Int32Array [size × size]. */
  readonly triangles: Int32Array;
  /** Weights of its corners, Float32Array [size × size × 3]; 0 where there is none. */
  readonly weights: Float32Array;
  /** Its depth, in the units of `projected`, Float64Array [size × size]; Infinity where there is none. */
  readonly depths: Float64Array;
}

/** An empty raster. */
export function createSurfaceRaster(size: number): SurfaceRaster {
  return {
    size,
    triangles: new Int32Array(size * size).fill(-1),
    weights: new Float32Array(size * size * 3),
    depths: new Float64Array(size * size).fill(Number.POSITIVE_INFINITY),
  };
}

/**
 * Rasterises a projected surface. The nearest triangle wins whichever way it faces; weights are linear in the picture,
 * for the camera is orthographic (DECA's renderer).
 *
 * @param projected x to the right, y down, [−1, 1] over the picture, z growing away from the camera
 * (projectOrthographic), Float32Array [vertices × 3]. Pixel k of `size` has its centre at (2k + 1) / size − 1.
 * @param target overwritten.
 * @returns the target.
 */
export function rasteriseSurface(
  projected: Float32Array,
  triangles: Uint32Array,
  target: SurfaceRaster,
): SurfaceRaster {
  target.triangles.fill(-1);
  target.weights.fill(0);
  target.depths.fill(Number.POSITIVE_INFINITY);
  for (let triangle = 0; triangle < triangles.length / 3; triangle += 1) {
    coverPixels(target, projected, triangles, triangle);
  }
  return target;
}

/** Claims the pixels in one triangle that nothing nearer has. */
function coverPixels(
  { size, triangles: nearest, weights, depths }: SurfaceRaster,
  projected: Float32Array,
  triangles: Uint32Array,
  triangle: number,
): void {
  const a = (triangles[triangle * 3] ?? 0) * 3;
  const b = (triangles[triangle * 3 + 1] ?? 0) * 3;
  const c = (triangles[triangle * 3 + 2] ?? 0) * 3;
  const ax = projected[a] ?? 0;
  const ay = projected[a + 1] ?? 0;
  const bx = projected[b] ?? 0;
  const by = projected[b + 1] ?? 0;
  const cx = projected[c] ?? 0;
  const cy = projected[c + 1] ?? 0;
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  // Also refuses a triangle with a corner that is not finite.
  if (!(Math.abs(area) > 0 && Math.abs(area) < Number.POSITIVE_INFINITY)) {
    return;
  }
  const firstColumn = Math.max(0, firstPixel(Math.min(ax, bx, cx), size));
  const lastColumn = Math.min(size - 1, lastPixel(Math.max(ax, bx, cx), size));
  const firstRow = Math.max(0, firstPixel(Math.min(ay, by, cy), size));
  const lastRow = Math.min(size - 1, lastPixel(Math.max(ay, by, cy), size));
  for (let row = firstRow; row <= lastRow; row += 1) {
    const y = (2 * row + 1) / size - 1;
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const x = (2 * column + 1) / size - 1;
      const weightA = ((bx - x) * (cy - y) - (by - y) * (cx - x)) / area;
      const weightB = ((cx - x) * (ay - y) - (cy - y) * (ax - x)) / area;
      const weightC = 1 - weightA - weightB;
      if (weightA <= 0 || weightB <= 0 || weightC <= 0) {
        continue;
      }
      const depth =
        weightA * (projected[a + 2] ?? 0) +
        weightB * (projected[b + 2] ?? 0) +
        weightC * (projected[c + 2] ?? 0);
      const pixel = row * size + column;
      if (depth >= (depths[pixel] ?? 0)) {
        continue;
      }
      depths[pixel] = depth;
      nearest[pixel] = triangle;
      weights[pixel * 3] = weightA;
      weights[pixel * 3 + 1] = weightB;
      weights[pixel * 3 + 2] = weightC;
    }
  }
}

function firstPixel(coordinate: number, size: number): number {
  return Math.ceil(((coordinate + 1) * size - 1) / 2);
}

function lastPixel(coordinate: number, size: number): number {
  return Math.floor(((coordinate + 1) * size - 1) / 2);
}

/**
 * Spreads a per-vertex attribute over the picture.
 *
 * @param attribute Float32Array [points × 3], of the points that `triangles` names.
 * @returns Float32Array [size × size × 3], 0 where there is no surface.
 */
export function interpolateOverPixels(
  raster: SurfaceRaster,
  triangles: Uint32Array,
  attribute: Float32Array,
): Float32Array {
  const values = new Float32Array(raster.weights.length);
  for (let pixel = 0; pixel < raster.triangles.length; pixel += 1) {
    const triangle = raster.triangles[pixel] ?? -1;
    if (triangle < 0) {
      continue;
    }
    for (let corner = 0; corner < 3; corner += 1) {
      const weight = raster.weights[pixel * 3 + corner] ?? 0;
      const from = (triangles[triangle * 3 + corner] ?? 0) * 3;
      for (let axis = 0; axis < 3; axis += 1) {
        values[pixel * 3 + axis] = (values[pixel * 3 + axis] ?? 0) + weight * (attribute[from + axis] ?? 0);
      }
    }
  }
  return values;
}

/** The UV layout of a surface: its points, and which of them each triangle's corners have. */
export interface SurfaceUvs {
  /** u to the right, v up, Float32Array [uv points × 2]. */
  readonly uvs: Float32Array;
  readonly uvTriangles: Uint32Array;
}

/**
 * Lays a map of the UV square on the surface: bilinear between texel centres, 0 beyond the map's edge
 * (torch's `grid_sample` without aligned corners).
 *
 * @param map Float32Array [mapSize × mapSize × 3], first row at v = 1.
 * @returns Float32Array [size × size × 3], 0 where there is no surface.
 */
export function sampleMapOverPixels(
  raster: SurfaceRaster,
  { uvs, uvTriangles }: SurfaceUvs,
  map: Float32Array,
  mapSize: number,
): Float32Array {
  const values = new Float32Array(raster.weights.length);
  for (let pixel = 0; pixel < raster.triangles.length; pixel += 1) {
    const triangle = raster.triangles[pixel] ?? -1;
    if (triangle < 0) {
      continue;
    }
    let u = 0;
    let v = 0;
    for (let corner = 0; corner < 3; corner += 1) {
      const weight = raster.weights[pixel * 3 + corner] ?? 0;
      const point = (uvTriangles[triangle * 3 + corner] ?? 0) * 2;
      u += weight * (uvs[point] ?? 0);
      v += weight * (uvs[point + 1] ?? 0);
    }
    addTexels(map, mapSize, u * mapSize - 0.5, (1 - v) * mapSize - 0.5, values, pixel * 3);
  }
  return values;
}

/** Adds the bilinear mix of the four texels around (column, row). */
function addTexels(
  map: Float32Array,
  size: number,
  column: number,
  row: number,
  target: Float32Array,
  at: number,
): void {
  const left = Math.floor(column);
  const top = Math.floor(row);
  for (let y = top; y <= top + 1; y += 1) {
    for (let x = left; x <= left + 1; x += 1) {
      const weight = (1 - Math.abs(column - x)) * (1 - Math.abs(row - y));
      if (x < 0 || y < 0 || x >= size || y >= size) {
        continue;
      }
      const texel = (y * size + x) * 3;
      for (let axis = 0; axis < 3; axis += 1) {
        target[at + axis] = (target[at + axis] ?? 0) + weight * (map[texel + axis] ?? 0);
      }
    }
  }
}
