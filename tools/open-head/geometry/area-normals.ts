import type { Triangle } from '../mesh/strip.ts';
import { add, at, cross, subtract, type Vector } from './vector.ts';

/** Sums of the areas' normals about each vertex, not normalised. */
export function areaNormals(points: readonly Vector[], triangles: readonly Triangle[]): Vector[] {
  const sums: Vector[] = points.map(() => [0, 0, 0]);
  for (const [a, b, c] of triangles) {
    const origin = at(points, a);
    const area = cross(subtract(at(points, b), origin), subtract(at(points, c), origin));
    for (const vertex of [a, b, c]) {
      sums[vertex] = add(at(sums, vertex), area);
    }
  }
  return sums;
}
