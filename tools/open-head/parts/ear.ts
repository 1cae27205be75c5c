import { closedCurveThrough } from '../geometry/spline.ts';
import {
  add,
  addScaled,
  at,
  bell,
  distanceToPath,
  mean,
  mix,
  type Point2,
  scale,
  smoothstep,
  subtract,
  type Vector,
} from '../geometry/vector.ts';
import { directionTo, toPlane } from '../surface/domain-sphere.ts';

/** Columns around the ear, clockwise seen from outside, and rows from its middle to its rim. */
export const EAR_COLUMNS = 40;
const EAR_ROWS = 12;
/** Rows behind the rim, before the loop on the head. */
export const EAR_BACK_ROWS = 3;

/** The rim in the ear's own plane, cm: a backwards, b upwards. */
const OUTLINE: readonly Point2[] = [
  [-0.62, 1.1],
  [-0.45, 2],
  [0, 2.72],
  [0.7, 3.05],
  [1.45, 2.85],
  [2.05, 2.2],
  [2.25, 1.3],
  [2.15, 0.35],
  [1.85, -0.6],
  [1.4, -1.35],
  [1.05, -2],
  [0.8, -2.65],
  [0.3, -3.1],
  [-0.25, -3.05],
  [-0.55, -2.5],
  [-0.6, -1.7],
  [-0.62, -0.8],
  [-0.65, 0.2],
];
const MIDDLE: Point2 = [0.35, -0.15];
const ORIGIN: Vector = [7.24, -1.25, -7.45];
const SIZE = 0.94;
const FLARE = (18 * Math.PI) / 180;
const TILT = (10 * Math.PI) / 180;

/** The left ear at rest, without the loop on the head. */
export interface Ear {
  /** Front surface: the middle vertex, then rows from the middle to the rim; cm in the head's frame. */
  readonly front: readonly Vector[];
  /** Rows behind the rim, from the rim to the head, and how far each has gone to the loop. */
  readonly back: readonly { readonly row: readonly Vector[]; readonly towardsLoop: readonly number[] }[];
  /** Ear-plane coordinates of the front vertices, for the atlas. */
  readonly chart: readonly Point2[];
}

/** Number of the ear's vertices, the loop excepted. */
export const EAR_VERTICES = 1 + (EAR_ROWS - 1) * EAR_COLUMNS + EAR_BACK_ROWS * EAR_COLUMNS;

/** From the ear's plane (a, b) and height above it to the head's frame. */
function place([a, b]: Point2, height: number): Vector {
  const backwards: Vector = [Math.sin(FLARE), 0, -Math.cos(FLARE)];
  const outwards: Vector = [Math.cos(FLARE), 0, Math.sin(FLARE)];
  const up: Vector = [0, 1, 0];
  const across = add(scale(backwards, Math.cos(TILT)), scale(up, -Math.sin(TILT)));
  const along = add(scale(up, Math.cos(TILT)), scale(backwards, Math.sin(TILT)));
  return addScaled(addScaled(addScaled(ORIGIN, across, a * SIZE), along, b * SIZE), outwards, height * SIZE);
}

function rim(): Point2[] {
  const curve = closedCurveThrough(OUTLINE);
  return Array.from({ length: EAR_COLUMNS }, (_, column) => curve(column / EAR_COLUMNS));
}

/** Where the ear grows out of the head, in the unrolled plane: the front half of the ear, a little smaller than it. */
export function earLoop(): Point2[] {
  return rim().map(([a, b]) =>
    toPlane(directionTo(place([-0.66 + (a + 0.65) * 0.58, b * 0.72 - 0.05], -0.35))),
  );
}

export function createEar(): Ear {
  const outline = rim();
  const dense = Array.from({ length: 300 }, (_, i): Vector => [...closedCurveThrough(OUTLINE)(i / 300), 0]);
  const ring = [...dense, at(dense, 0)];
  const chart: Point2[] = [MIDDLE];
  for (let row = 1; row < EAR_ROWS; row += 1) {
    const reach = 1 - (1 - row / (EAR_ROWS - 1)) ** 1.35;
    for (const [a, b] of outline) {
      chart.push([MIDDLE[0] + (a - MIDDLE[0]) * reach, MIDDLE[1] + (b - MIDDLE[1]) * reach]);
    }
  }
  const heights = chart.map((point) => heightAt(point, distanceToPath([...point, 0], ring)));
  const front = chart.map((point, i) => place(point, at(heights, i)));
  const rimHeights = heights.slice(-EAR_COLUMNS);
  // In front the ear runs straight into the cheek; behind it has a back of its own.
  const isBehind = outline.map(([a]) => smoothstep(-0.6, 0.35, a));
  const back = [
    { size: 0.985, drop: 0.15, towards: [0.3, 0] },
    { size: 0.92, drop: 0.25, towards: [0.55, 0.12] },
    { size: 0.84, drop: 0.28, towards: [0.8, 0.55] },
  ].map(({ size, drop, towards }) => ({
    row: outline.map(([a, b], column) => {
      const behind = at(isBehind, column);
      const reach = 1 + (size - 1) * behind;
      return place(
        [MIDDLE[0] + (a - MIDDLE[0]) * reach, MIDDLE[1] + (b - MIDDLE[1]) * reach],
        at(rimHeights, column) - drop * Math.max(behind, 0.08),
      );
    }),
    towardsLoop: isBehind.map((behind) => at(towards, 0) + (at(towards, 1) - at(towards, 0)) * behind),
  }));
  return { front, back, chart };
}

/** Height field of the ear over its plane, cm; `inwards` is the distance from the rim. */
function heightAt([a, b]: Point2, inwards: number): number {
  const point: Vector = [a, b, 0];
  const ridge = (path: readonly Point2[], width: number) =>
    bell(
      distanceToPath(
        point,
        path.map(([x, y]): Vector => [x, y, 0]),
      ),
      width,
    );
  const helix = smoothstep(-2.2, -1, b) * Math.max(smoothstep(-0.7, 0.2, a), smoothstep(1, 1.9, b));
  const antihelix = smoothstep(-1.7, -0.9, b) * smoothstep(2.1, 1.2, b) * smoothstep(0.15, 0.7, a);
  return (
    0.12 +
    helix * (0.3 * bell(inwards - 0.2, 0.17) - 0.16 * bell(inwards - 0.52, 0.2)) +
    0.3 * antihelix * bell(inwards - 0.98, 0.24) +
    0.22 *
      ridge(
        [
          [0.6, 0.9],
          [0.55, 1.5],
          [0.25, 2],
        ],
        0.2,
      ) +
    0.16 *
      ridge(
        [
          [0.6, 0.9],
          [0.2, 1.05],
          [-0.2, 1.15],
        ],
        0.17,
      ) -
    0.18 * bell(Math.hypot(a - 0.25, b - 1.55), 0.28) -
    0.74 * smoothstep(1.15, 0.45, Math.hypot((a - 0.22) / 0.78, (b + 0.42) / 0.98)) +
    0.2 *
      ridge(
        [
          [-0.55, 0.45],
          [-0.1, 0.2],
          [0.35, 0.12],
        ],
        0.16,
      ) +
    0.55 * bell(Math.hypot((a + 0.42) / 0.26, (b + 0.55) / 0.42), 1) +
    0.34 * bell(Math.hypot((a - 0.33) / 0.34, (b + 1.42) / 0.22), 1) +
    0.1 * bell(Math.hypot(a - 0.2, b + 2.4), 0.5) -
    0.1 * smoothstep(0.12, 0, inwards)
  );
}

/** How an identity wears its ears. */
export interface EarShape {
  /** Size, 1 at rest. */
  readonly size: number;
  /** Further turn away from the head about the ear's front, radians. */
  readonly flare: number;
}

/** The ear's vertices, carried by the loop on the head it grows from (`rest`: where that loop is on the neutral). */
export function placeEar(
  ear: Ear,
  { size, flare }: EarShape,
  loop: readonly Vector[],
  rest: readonly Vector[],
): Vector[] {
  const root = mean(rest);
  const shift = subtract(mean(loop), root);
  const hinge = place([-0.6, 0], 0);
  const [cos, sin] = [Math.cos(flare), Math.sin(flare)];
  const move = (point: Vector): Vector => {
    const [x, y, z] = subtract(point, hinge);
    const turned: Vector = [x * cos - z * sin, y, x * sin + z * cos];
    return add(add(scale(subtract(add(turned, hinge), root), size), root), shift);
  };
  return [
    ...ear.front.map(move),
    ...ear.back.flatMap(({ row, towardsLoop }) =>
      row.map((point, column) => mix(move(point), at(loop, column), at(towardsLoop, column))),
    ),
  ];
}
