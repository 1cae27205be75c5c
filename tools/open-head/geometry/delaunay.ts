import { at, type Point2 } from './vector.ts';

interface Triangle {
  /** Corners, counter-clockwise. */
  readonly corners: readonly [number, number, number];
  /** Neighbour across the side that starts at each corner; undefined outside. */
  readonly neighbours: (Triangle | undefined)[];
  isRemoved: boolean;
}

/** How far the surrounding triangle's corners lie out, in sizes of the point set. */
const SURROUNDING = 1e4;

/**
 * Delaunay triangulation of points in the plane: each point is inserted into the triangles whose circle holds it
 * (Bowyer and Watson 1981). Gives corner indices, counter-clockwise; collinear points on the outline keep their edges.
 */
export function triangulate(points: readonly Point2[]): [number, number, number][] {
  const reach = Math.max(...points.map(([x, y]) => Math.max(Math.abs(x), Math.abs(y)))) * SURROUNDING;
  const count = points.length;
  const all: Point2[] = [...points, [-2 * reach, -reach], [2 * reach, -reach], [0, 2 * reach]];
  let last: Triangle = {
    corners: [count, count + 1, count + 2],
    neighbours: [undefined, undefined, undefined],
    isRemoved: false,
  };
  const triangles = [last];
  for (const index of insertionOrder(points)) {
    const cavity = findCavity(locate(last, at(all, index), all), at(all, index), all);
    const added = fillCavity(cavity, index);
    triangles.push(...added);
    last = at(added, 0);
  }
  return triangles
    .filter(({ isRemoved, corners }) => !isRemoved && corners.every((corner) => corner < count))
    .map(({ corners }) => [...corners]);
}

/** Rows of a coarse grid, back and forth, so that each search begins near its end. */
function insertionOrder(points: readonly Point2[]): number[] {
  const rows = Math.ceil(Math.sqrt(points.length) / 2);
  const ys = points.map((point) => point[1]);
  const low = Math.min(...ys);
  const height = Math.max(...ys) - low || 1;
  const rowOf = (index: number) => Math.floor(((at(ys, index) - low) / height) * rows * 0.999);
  return points
    .map((_, index) => index)
    .sort((a, b) => {
      const row = rowOf(a);
      if (row !== rowOf(b)) {
        return row - rowOf(b);
      }
      const order = at(points, a)[0] - at(points, b)[0];
      return (row % 2 === 0 ? order : -order) || a - b;
    });
}

/** Walks from `start` across the sides that have the point beyond them. */
function locate(start: Triangle, point: Point2, points: readonly Point2[]): Triangle {
  let triangle = start;
  for (;;) {
    const { corners, neighbours } = triangle;
    const side = corners.findIndex(
      (corner, i) => turn(at(points, corner), at(points, at(corners, (i + 1) % 3)), point) < 0,
    );
    const next = side < 0 ? undefined : neighbours[side];
    if (next === undefined) {
      return triangle;
    }
    triangle = next;
  }
}

/** All triangles around `first` whose circle holds the point. */
function findCavity(first: Triangle, point: Point2, points: readonly Point2[]): Set<Triangle> {
  const cavity = new Set([first]);
  const queue = [first];
  for (let triangle = queue.pop(); triangle !== undefined; triangle = queue.pop()) {
    for (const neighbour of triangle.neighbours) {
      if (neighbour !== undefined && !cavity.has(neighbour) && isInCircle(neighbour, point, points)) {
        cavity.add(neighbour);
        queue.push(neighbour);
      }
    }
  }
  return cavity;
}

/** Replaces the cavity by a fan of triangles about the point `index`. */
function fillCavity(cavity: ReadonlySet<Triangle>, index: number): Triangle[] {
  const fanByStart = new Map<number, Triangle>();
  for (const triangle of cavity) {
    triangle.isRemoved = true;
    triangle.neighbours.forEach((outer, side) => {
      if (outer !== undefined && cavity.has(outer)) {
        return;
      }
      const start = at(triangle.corners, side);
      const end = at(triangle.corners, (side + 1) % 3);
      const fan: Triangle = {
        corners: [start, end, index],
        neighbours: [outer, undefined, undefined],
        isRemoved: false,
      };
      if (outer !== undefined) {
        outer.neighbours[outer.corners.indexOf(end)] = fan;
      }
      fanByStart.set(start, fan);
    });
  }
  for (const fan of fanByStart.values()) {
    const next = fanByStart.get(fan.corners[1]);
    if (next !== undefined) {
      fan.neighbours[1] = next;
      next.neighbours[2] = fan;
    }
  }
  return [...fanByStart.values()];
}

/** Twice the signed area of a, b, c: positive when they turn counter-clockwise. */
function turn(a: Point2, b: Point2, c: Point2): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function isInCircle({ corners }: Triangle, point: Point2, points: readonly Point2[]): boolean {
  const [a, b, c] = corners.map((corner): Point2 => {
    const [x, y] = at(points, corner);
    return [x - point[0], y - point[1]];
  });
  if (a === undefined || b === undefined || c === undefined) {
    return false;
  }
  const lift = ([x, y]: Point2) => x * x + y * y;
  return (
    lift(a) * (b[0] * c[1] - b[1] * c[0]) -
      lift(b) * (a[0] * c[1] - a[1] * c[0]) +
      lift(c) * (a[0] * b[1] - a[1] * b[0]) >
    0
  );
}
