import {
  addScaled,
  bell,
  bellAt,
  cross,
  distanceToPath,
  dot,
  normalize,
  scale,
  smoothstep,
  subtract,
  type Vector,
} from '../geometry/vector.ts';

/** Where the nose's wing meets the cheek. */
export const ALAR_GROOVE: readonly Vector[] = [
  [1.62, -2.7, 2.2],
  [1.93, -3.05, 1.95],
  [2.05, -3.5, 1.8],
  [1.95, -3.95, 1.8],
  [1.62, -4.28, 2.1],
];
const NOSTRIL: Vector = [0.93, -3.95, 3.08];
const NOSTRIL_LONG_AXIS = normalize([0.5, -0.1, -0.86]);
const NOSTRIL_FACING = normalize(
  addScaled([0.28, -0.95, 0.12], NOSTRIL_LONG_AXIS, -dot([0.28, -0.95, 0.12], NOSTRIL_LONG_AXIS)),
);
const NOSTRIL_SHORT_AXIS = cross(NOSTRIL_LONG_AXIS, NOSTRIL_FACING);
const NOSTRIL_DEPTH: Vector = scale([-0.1, 0.82, -0.45], 0.62);

/** Forms finer than the landmarks, at one vertex of the left half: along the normal (cm), and a move of its own. */
export interface Relief {
  readonly alongNormal: number;
  readonly move: Vector;
}

/** How deep inside the nostril a neutral place is, 0..1. */
export function nostrilAt(point: Vector): number {
  const offset = subtract(point, NOSTRIL);
  const across = Math.hypot(dot(offset, NOSTRIL_LONG_AXIS) / 0.5, dot(offset, NOSTRIL_SHORT_AXIS) / 0.27);
  const isNear = Math.abs(dot(offset, NOSTRIL_FACING)) < 0.7 && point[0] > 0.05;
  return isNear ? smoothstep(1.15, 0.55, across) : 0;
}

export function alarGrooveAt(point: Vector): number {
  return bell(distanceToPath(point, ALAR_GROOVE), 0.15);
}

/** The strand of the neck's big muscle, from behind the ear to the pit of the throat. */
const NECK_MUSCLE: readonly Vector[] = [
  [5.1, -9.6, -9.4],
  [4.5, -12.5, -6.4],
  [3.1, -15.6, -4.2],
  [1.1, -18.9, -3.1],
];
/** The relief of a neutral place with x ≥ 0. */
export function reliefAt(point: Vector): Relief {
  const [x, y, z] = point;
  const philtrum = z > 2 ? bell(x, 0.28) * smoothstep(-4.4, -4.75, y) * smoothstep(-5.5, -5.2, y) : 0;
  const wing = bellAt(point, [1.55, -3.55, 2.75], 0.5, [1, 1, 0.8]);
  const neck =
    0.3 * bell(distanceToPath(point, NECK_MUSCLE), 0.95) -
    0.3 * bellAt(point, [0, -18.2, -3.3], 0.9) +
    0.22 * bellAt(point, [0, -14.2, -2.9], 0.85);
  return {
    alongNormal: 0.07 * wing - 0.1 * alarGrooveAt(point) - 0.03 * philtrum + neck,
    move: scale(NOSTRIL_DEPTH, nostrilAt(point)),
  };
}
