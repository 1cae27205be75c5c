/** A point of a triangle mesh. */
export interface SurfacePoint {
  readonly triangle: number;
  /** Weights of its corners, 0..1, summing to 1. */
  readonly barycentrics: readonly [number, number, number];
  /** Distance from the point asked for, in the mesh's units. */
  readonly distance: number;
}

/**
 * The point of some triangles that lies nearest to `point` (Ericson, Real-Time Collision Detection, section 5.1.5).
 *
 * @param vertices Float32Array [vertices × 3]
 * @param triangles Uint32Array [triangles × 3]
 * @param candidates indices of the triangles that come into question; degenerate ones are passed over
 */
export function nearestSurfacePoint(
  point: readonly number[],
  vertices: Float32Array,
  triangles: Uint32Array,
  candidates: Iterable<number>,
): SurfacePoint | undefined {
  let nearest: SurfacePoint | undefined;
  for (const triangle of candidates) {
    const corners = [0, 1, 2].map((corner) => {
      const start = (triangles[triangle * 3 + corner] ?? 0) * 3;
      return vertices.subarray(start, start + 3);
    });
    const barycentrics = nearestInTriangle(point, corners);
    const distance = Math.hypot(
      ...[0, 1, 2].map(
        (axis) =>
          (point[axis] ?? 0) -
          barycentrics.reduce((sum, weight, corner) => sum + weight * (corners[corner]?.[axis] ?? 0), 0),
      ),
    );
    if (distance < (nearest?.distance ?? Number.POSITIVE_INFINITY)) {
      nearest = { triangle, barycentrics, distance };
    }
  }
  return nearest;
}

/** Barycentrics of the point of a triangle nearest to `point`, by the region of the plane that it lies over. */
function nearestInTriangle(
  point: readonly number[],
  [a, b, c]: readonly ArrayLike<number>[],
): [number, number, number] {
  const ab = difference(b, a);
  const ac = difference(c, a);
  const ap = difference(point, a);
  const d1 = dot(ab, ap);
  const d2 = dot(ac, ap);
  if (d1 <= 0 && d2 <= 0) {
    return [1, 0, 0];
  }
  const bp = difference(point, b);
  const d3 = dot(ab, bp);
  const d4 = dot(ac, bp);
  if (d3 >= 0 && d4 <= d3) {
    return [0, 1, 0];
  }
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) {
    const along = d1 / (d1 - d3);
    return [1 - along, along, 0];
  }
  const cp = difference(point, c);
  const d5 = dot(ab, cp);
  const d6 = dot(ac, cp);
  if (d6 >= 0 && d5 <= d6) {
    return [0, 0, 1];
  }
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) {
    const along = d2 / (d2 - d6);
    return [1 - along, 0, along];
  }
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    const along = (d4 - d3) / (d4 - d3 + d5 - d6);
    return [0, 1 - along, along];
  }
  const sum = va + vb + vc;
  return [va / sum, vb / sum, vc / sum];
}

function difference(
  a: ArrayLike<number> | undefined,
  b: ArrayLike<number> | undefined,
): [number, number, number] {
  return [(a?.[0] ?? 0) - (b?.[0] ?? 0), (a?.[1] ?? 0) - (b?.[1] ?? 0), (a?.[2] ?? 0) - (b?.[2] ?? 0)];
}

function dot(a: readonly [number, number, number], b: readonly [number, number, number]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
