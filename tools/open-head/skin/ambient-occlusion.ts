import { areaNormals } from '../geometry/area-normals.ts';
import { add, addScaled, at, cross, dot, normalize, scale, type Vector } from '../geometry/vector.ts';
import type { Triangle } from '../mesh/strip.ts';

const DIRECTIONS = 120;
/** Cells of the depth pictures, cm, and how many fit along a side. */
const CELL = 0.16;
const CELLS = 420;
/** Where the sky is asked from and how far behind it something must lie to count, cm. */
const OFFSET = 0.1;
const BIAS = 0.2;
/** Points per triangle, as weights of its corners, so that the splats leave no holes. */
const SPLATS: readonly (readonly [number, number])[] = [
  [0.33, 0.33],
  [0.6, 0.2],
  [0.2, 0.6],
  [0.2, 0.2],
  [0.45, 0.1],
  [0.1, 0.45],
  [0.45, 0.45],
];

/**
 * How much of the sky each vertex sees, 0..1: every direction of a spherical spiral looks at the head once, as a
 * picture of the nearest points (Sattler et al. 2004).
 */
export function skyVisibility(points: readonly Vector[], triangles: readonly Triangle[]): Float32Array {
  const normals = areaNormals(points, triangles).map(normalize);
  const splats = [...points, ...triangles.flatMap((triangle) => splatTriangle(points, triangle))];
  const seen = new Float64Array(points.length);
  const total = new Float64Array(points.length);
  const nearest = new Float64Array(CELLS * CELLS);
  for (let i = 0; i < DIRECTIONS; i += 1) {
    const height = 1 - (2 * (i + 0.5)) / DIRECTIONS;
    const around = Math.PI * (1 + Math.sqrt(5)) * (i + 0.5);
    const level = Math.sqrt(1 - height * height);
    const direction: Vector = [level * Math.cos(around), height, level * Math.sin(around)];
    const side = normalize(cross(direction, [0.3, 0.9, 0.2]));
    const up = cross(side, direction);
    const cellOf = (point: Vector) =>
      Math.floor(dot(point, side) / CELL + CELLS / 2) * CELLS +
      Math.floor((dot(point, up) + 6) / CELL + CELLS / 2);
    nearest.fill(-1e9);
    for (const splat of splats) {
      const cell = cellOf(splat);
      nearest[cell] = Math.max(nearest[cell] ?? 0, dot(splat, direction));
    }
    points.forEach((point, vertex) => {
      const normal = at(normals, vertex);
      const facing = dot(normal, direction);
      if (facing <= 0) {
        return;
      }
      // More light comes from above.
      const weight = facing * (0.65 + 0.35 * direction[1]);
      const raised = addScaled(point, normal, OFFSET);
      const isVisible = dot(raised, direction) > (nearest[cellOf(raised)] ?? 0) - BIAS;
      total[vertex] = at(total, vertex) + weight;
      seen[vertex] = at(seen, vertex) + (isVisible ? weight : 0);
    });
  }
  return Float32Array.from(seen, (value, vertex) => value / Math.max(at(total, vertex), 1e-9));
}

function splatTriangle(points: readonly Vector[], [a, b, c]: Triangle): Vector[] {
  return SPLATS.map(([first, second]) =>
    add(
      add(scale(at(points, a), first), scale(at(points, b), second)),
      scale(at(points, c), 1 - first - second),
    ),
  );
}
