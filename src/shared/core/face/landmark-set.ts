/**
 * Named points on a face model's surface, each a triangle and the weights of its three corners. A set may hold
 * several rows of which one applies at a time: FLAME's contour slides over the surface as the head turns.
 */
export interface LandmarkSet {
  readonly rowCount: number;
  /** Points of one row. */
  readonly pointCount: number;
  /** Indices into the model's triangles, Uint32Array [rowCount × pointCount]. */
  readonly triangles: Uint32Array;
  /** Weights of the triangle's corners, Float32Array [rowCount × pointCount × 3]; each point's sum to 1. */
  readonly barycentrics: Float32Array;
}

/**
 * Interpolates a per-vertex attribute (positions, normals: Float32Array [vertices × 3]) at one row of landmarks.
 *
 * @param triangles the model's triangles, Uint32Array [triangles × 3].
 * @param target Float32Array [points × 3]; the set's points are written from point `firstPoint` on.
 */
export function evaluateLandmarks(
  set: LandmarkSet,
  row: number,
  triangles: Uint32Array,
  attribute: Float32Array,
  target: Float32Array,
  firstPoint = 0,
): void {
  const start = row * set.pointCount;
  for (let point = 0; point < set.pointCount; point += 1) {
    const corner = (set.triangles[start + point] ?? 0) * 3;
    const a = (triangles[corner] ?? 0) * 3;
    const b = (triangles[corner + 1] ?? 0) * 3;
    const c = (triangles[corner + 2] ?? 0) * 3;
    const weight = (start + point) * 3;
    const wa = set.barycentrics[weight] ?? 0;
    const wb = set.barycentrics[weight + 1] ?? 0;
    const wc = set.barycentrics[weight + 2] ?? 0;
    const out = (firstPoint + point) * 3;
    for (let axis = 0; axis < 3; axis += 1) {
      target[out + axis] =
        wa * (attribute[a + axis] ?? 0) + wb * (attribute[b + axis] ?? 0) + wc * (attribute[c + axis] ?? 0);
    }
  }
}

/**
 * Where the points of a set's first row lie in the model's UV square.
 * @param uvs Float32Array [uv points × 2], v up.
 * @param uvTriangles Uint32Array [triangles × 3].
 * @returns Float32Array [points × 2].
 */
export function landmarkUvs(
  { uvs, uvTriangles }: { readonly uvs: Float32Array; readonly uvTriangles: Uint32Array },
  { triangles, barycentrics, pointCount }: LandmarkSet,
): Float32Array {
  const places = new Float32Array(pointCount * 2);
  for (let landmark = 0; landmark < pointCount; landmark += 1) {
    for (let k = 0; k < 3; k += 1) {
      const point = (uvTriangles[(triangles[landmark] ?? 0) * 3 + k] ?? 0) * 2;
      const weight = barycentrics[landmark * 3 + k] ?? 0;
      places[landmark * 2] = (places[landmark * 2] ?? 0) + weight * (uvs[point] ?? 0);
      places[landmark * 2 + 1] = (places[landmark * 2 + 1] ?? 0) + weight * (uvs[point + 1] ?? 0);
    }
  }
  return places;
}
