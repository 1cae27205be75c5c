import { at, type Point2, smoothstep, type Vector } from '../geometry/vector.ts';
import { strip, type Triangle } from '../mesh/strip.ts';

/** Where the left eyeball turns and how big it is, cm. */
export const EYE_CENTRE: Vector = [3.14, 0.02, -0.8];
export const EYE_RADIUS = 1.2;
/** How far the cornea stands out of the ball, and the radius of its foot seen from the front. */
const CORNEA_HEIGHT = 0.08;
const CORNEA_RADIUS = 0.72;

const COLUMNS = 32;
/** Rings seen from the front (cm), then by angle from the front. */
const FRONT_RINGS = [0.1, 0.22, 0.34, 0.45, 0.54, 0.62, 0.7, 0.8, 0.92, 1.04, 1.14, 1.19];
const BACK_ANGLES = [105, 125, 150];

/** The left eyeball about its centre: white and cornea in one surface, open behind. */
export interface Eyeball {
  readonly points: readonly Vector[];
  readonly triangles: readonly Triangle[];
  /** Each vertex's angle from the gaze, unrolled: the equator at 0.5, the back at 1. */
  readonly chart: readonly Point2[];
}

export function createEyeball(): Eyeball {
  const front = FRONT_RINGS.map((radius) => circle(radius, depth(radius)));
  const back = BACK_ANGLES.map((angle) => {
    const radians = (angle * Math.PI) / 180;
    return circle(EYE_RADIUS * Math.sin(radians), EYE_RADIUS * Math.cos(radians));
  });
  const points: Vector[] = [[0, 0, depth(0)], ...front.flat(), ...back.flat()];
  return { points, triangles: rings(front.length + back.length), chart: points.map(chartPoint) };
}

function circle(radius: number, z: number): Vector[] {
  return Array.from({ length: COLUMNS }, (_, column) => {
    const angle = (2 * Math.PI * column) / COLUMNS;
    return [radius * Math.cos(angle), radius * Math.sin(angle), z];
  });
}

function depth(radius: number): number {
  const bulge = CORNEA_HEIGHT * smoothstep(CORNEA_RADIUS, 0, radius) * (1 - (radius / CORNEA_RADIUS) ** 2);
  return Math.sqrt(EYE_RADIUS ** 2 - radius ** 2) + Math.max(bulge, 0);
}

/** Triangles of rings about the vertex in front; columns run counter-clockwise seen from there. */
function rings(count: number): Triangle[] {
  const ring = (index: number) =>
    Array.from({ length: COLUMNS }, (_, column) => 1 + index * COLUMNS + column);
  const first = ring(0);
  const tip = first.map((vertex, column): Triangle => [0, vertex, at(first, (column + 1) % COLUMNS)]);
  const others = Array.from({ length: count - 1 }, (_, index) => strip(ring(index), ring(index + 1), true));
  return [...tip, ...others.flat()];
}

function chartPoint([x, y, z]: Vector): Point2 {
  const across = Math.hypot(x, y);
  const radius = Math.atan2(across, z) / Math.PI;
  return across < 1e-9 ? [0, 0] : [(x / across) * radius, (y / across) * radius];
}
