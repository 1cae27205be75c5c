/** An edge of MediaPipe's tessellation table: indices of two landmarks. */
export interface LandmarkEdge {
  readonly start: number;
  readonly end: number;
}

/**
 * The triangles of the tracked face mesh from MediaPipe's tessellation, which lists three edges per triangle.
 * Windings in the table are mixed, so they are made consistent by walking over shared edges, starting from a triangle
 * whose sides are known: on an upright face seen from the front, the winding comes out counter-clockwise (three.js'
 * front side) with +X the picture's right and +Y up.
 *
 * @returns flat landmark indices `[triangles × 3]`
 * @throws Error when three consecutive edges are not a triangle: another table layout than tasks-vision 0.10's
 */
export function faceMeshTriangles(edges: readonly LandmarkEdge[]): number[] {
  const triangles = groupEdges(edges);
  const seed = triangles.findIndex((triangle) => SEED.every((landmark) => triangle.includes(landmark)));
  if (seed < 0) {
    throw new Error(`the tessellation has no triangle ${SEED.join(', ')}`);
  }
  triangles[seed] = [...SEED];
  orientFrom(seed, triangles);
  return triangles.flat();
}

/** Upper lip: 0 in the middle, 37 to the picture's left on its border, 11 below; counter-clockwise as listed. */
const SEED = [0, 37, 11] as const;

type Triangle = [number, number, number];

function groupEdges(edges: readonly LandmarkEdge[]): Triangle[] {
  const triangles: Triangle[] = [];
  for (let first = 0; first + 2 < edges.length; first += 3) {
    const corners = [...new Set(edges.slice(first, first + 3).flatMap(({ start, end }) => [start, end]))];
    const [a, b, c] = corners;
    if (a === undefined || b === undefined || c === undefined || corners.length !== 3) {
      throw new Error(`edges ${first} to ${first + 2} of the tessellation are not a triangle`);
    }
    triangles.push([a, b, c]);
  }
  return triangles;
}

/** Walks from `seed` over shared edges and turns each neighbour so that it runs along the edge the other way. */
function orientFrom(seed: number, triangles: Triangle[]): void {
  const trianglesByEdge = new Map<string, number[]>();
  triangles.forEach((triangle, index) => {
    for (const [a, b] of sides(triangle)) {
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      trianglesByEdge.set(key, [...(trianglesByEdge.get(key) ?? []), index]);
    }
  });
  const visited = new Set([seed]);
  const queue = [seed];
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    for (const [a, b] of sides(triangles[index] ?? [0, 0, 0])) {
      for (const neighbour of trianglesByEdge.get(a < b ? `${a} ${b}` : `${b} ${a}`) ?? []) {
        const corners = triangles[neighbour];
        if (corners === undefined || visited.has(neighbour)) {
          continue;
        }
        if (sides(corners).some(([from, to]) => from === a && to === b)) {
          corners.reverse();
        }
        visited.add(neighbour);
        queue.push(neighbour);
      }
    }
  }
}

function sides([a, b, c]: Triangle): [number, number][] {
  return [
    [a, b],
    [b, c],
    [c, a],
  ];
}
