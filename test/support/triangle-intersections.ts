type Vector = readonly [number, number, number];

/** Pairs of triangles that cut each other without sharing a vertex; a grid keeps the search short. */
export function intersectingTriangles(
  points: readonly Vector[],
  triangles: readonly (readonly [number, number, number])[],
  cell: number,
): [number, number][] {
  const cells = new Map<string, number[]>();
  triangles.forEach((triangle, index) => {
    const corners = triangle.map((vertex) => points[vertex] as Vector);
    const low = [0, 1, 2].map((axis) =>
      Math.floor(Math.min(...corners.map((p) => p[axis] as number)) / cell),
    );
    const high = [0, 1, 2].map((axis) =>
      Math.floor(Math.max(...corners.map((p) => p[axis] as number)) / cell),
    );
    for (let x = low[0] as number; x <= (high[0] as number); x += 1) {
      for (let y = low[1] as number; y <= (high[1] as number); y += 1) {
        for (let z = low[2] as number; z <= (high[2] as number); z += 1) {
          const key = `${x} ${y} ${z}`;
          const list = cells.get(key);
          if (list === undefined) {
            cells.set(key, [index]);
          } else {
            list.push(index);
          }
        }
      }
    }
  });
  const found = new Map<string, [number, number]>();
  for (const list of cells.values()) {
    list.forEach((first, i) => {
      for (const second of list.slice(i + 1)) {
        const a = triangles[first] as readonly [number, number, number];
        const b = triangles[second] as readonly [number, number, number];
        if (!a.some((vertex) => b.includes(vertex)) && cut(a, b, points)) {
          found.set(`${first} ${second}`, [first, second]);
        }
      }
    });
  }
  return [...found.values()];
}

type Corners = readonly [number, number, number];

function cut(a: Corners, b: Corners, points: readonly Vector[]): boolean {
  return crossesEdge(a, b, points) || crossesEdge(b, a, points);
}

/** Whether an edge of `a` passes through `b`. */
function crossesEdge(a: Corners, b: Corners, points: readonly Vector[]): boolean {
  const [p, q, r] = b.map((vertex) => points[vertex] as Vector) as [Vector, Vector, Vector];
  return a.some((vertex, i) =>
    passesThrough(points[vertex] as Vector, points[a[(i + 1) % 3] as number] as Vector, p, q, r),
  );
}

/** Segment against triangle by signed volumes. */
function passesThrough(start: Vector, end: Vector, p: Vector, q: Vector, r: Vector): boolean {
  if (volume(start, p, q, r) * volume(end, p, q, r) >= 0) {
    return false;
  }
  const signs = [volume(start, end, p, q), volume(start, end, q, r), volume(start, end, r, p)];
  return signs.every((sign) => sign > 0) || signs.every((sign) => sign < 0);
}

function volume(a: Vector, b: Vector, c: Vector, d: Vector): number {
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  const [wx, wy, wz] = [d[0] - a[0], d[1] - a[1], d[2] - a[2]];
  return ux * (vy * wz - vz * wy) - uy * (vx * wz - vz * wx) + uz * (vx * wy - vy * wx);
}
