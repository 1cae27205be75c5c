/** A point or direction: x, y, z. Points of the open head are in centimetres, +x the subject's left, +y up, +z out. */
export type Vector = readonly [number, number, number];

/** A point of a plane, for example of the UV square. */
export type Point2 = readonly [number, number];

/** The element at `index`; an index outside is a mistake of ours, so it throws. */
export function at<Item>(list: ArrayLike<Item>, index: number): Item {
  const item = list[index];
  if (item === undefined) {
    throw new RangeError(`no element ${index} in a list of ${list.length}`);
  }
  return item;
}

export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

/** a + b · factor */
export function addScaled(a: Vector, b: Vector, factor: number): Vector {
  return [a[0] + b[0] * factor, a[1] + b[1] * factor, a[2] + b[2] * factor];
}

/** a at t = 0, b at t = 1. */
export function mix(a: Vector, b: Vector, t: number): Vector {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function length(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

export function distance(a: Vector, b: Vector): number {
  return length(subtract(a, b));
}

/** Unit vector; a vector of no length stays zero. */
export function normalize(a: Vector): Vector {
  return scale(a, 1 / Math.max(length(a), 1e-12));
}

/** The subject's other side: x negated. */
export function mirrored(a: Vector): Vector {
  return [a[0] === 0 ? 0 : -a[0], a[1], a[2]];
}

export function mean(points: readonly Vector[]): Vector {
  return scale(
    points.reduce((sum, point) => add(sum, point), [0, 0, 0] as Vector),
    1 / points.length,
  );
}

export function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

/** 0 at `from`, 1 at `to`, smooth at both ends; `from` may be the greater one. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from), 0, 1);
  return t * t * (3 - 2 * t);
}

/** exp(−(x / width)²) */
export function bell(x: number, width: number): number {
  return Math.exp(-((x / width) ** 2));
}

/** A bell about `centre` in space; `stretch` multiplies the distance along each axis. */
export function bellAt(point: Vector, centre: Vector, radius: number, stretch: Vector = [1, 1, 1]): number {
  const [x, y, z] = subtract(point, centre);
  return Math.exp(-((x * stretch[0]) ** 2 + (y * stretch[1]) ** 2 + (z * stretch[2]) ** 2) / radius ** 2);
}

/** Piecewise linear through (xs, ys), constant outside; xs ascending. */
export function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  if (x <= at(xs, 0)) {
    return at(ys, 0);
  }
  for (let i = 1; i < xs.length; i += 1) {
    if (x <= at(xs, i)) {
      const t = (x - at(xs, i - 1)) / (at(xs, i) - at(xs, i - 1));
      return at(ys, i - 1) + (at(ys, i) - at(ys, i - 1)) * t;
    }
  }
  return at(ys, ys.length - 1);
}

/** Distance from a point to the nearest place on a polyline. */
export function distanceToPath(point: Vector, path: readonly Vector[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < path.length; i += 1) {
    const start = at(path, i - 1);
    const along = subtract(at(path, i), start);
    const t = clamp(dot(subtract(point, start), along) / dot(along, along), 0, 1);
    nearest = Math.min(nearest, distance(point, addScaled(start, along, t)));
  }
  return nearest;
}
