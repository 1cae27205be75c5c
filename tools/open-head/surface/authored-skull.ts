import type { Vector } from '../geometry/vector.ts';
import { directionTo } from './domain-sphere.ts';

/** A place of the head that we set by hand, x ≥ 0, and the direction that names it. */
export interface AuthoredPoint {
  readonly position: Vector;
  readonly direction: Vector;
}

const CRANIUM = { centre: [0, 3, -7.7], width: 7.35, height: 8.9, front: 9, back: 9.5 } as const;
const ELEVATIONS = [-12, 5, 22, 38, 54, 70, 84];

/** Side of the head, mastoid, occiput, nape, angle of the jaw, and the floor of the mouth (cm). */
const BELOW_THE_CRANIUM: readonly Vector[] = [
  [7, -1.5, -7.6],
  [7.1, 0.8, -8.2],
  [6.6, -3.6, -8.2],
  [6.2, -3.6, -10.2],
  [5.2, -6, -10.2],
  [4.7, -3, -14],
  [0, -2.6, -15.7],
  [2.6, -2.6, -15.3],
  [0, -5.6, -13.9],
  [2.8, -5.6, -13.2],
  [0, -8.6, -12.6],
  [2.6, -8.6, -12.1],
  [4.5, -8.6, -10],
  [6.1, -5.6, -6.6],
  [5.5, -7.4, -6.4],
  [4.9, -8.4, -6.9],
  [0, -11.35, -0.1],
  [0, -11.65, -1.6],
  [2.2, -11, -1],
  [3.9, -10.1, -2.6],
  [4.7, -9.3, -4.4],
];

/**
 * Rows of the neck: height, half width, half depth, centre's z (cm), and the angle from straight down that names the
 * row. Rays through a neck are not one-to-one, so its directions are set, not computed.
 */
const NECK_ROWS = [
  { y: -12.5, width: 4.85, depth: 4.8, z: -7.35, angle: 30 },
  { y: -15, width: 5.0, depth: 4.95, z: -7.9, angle: 23 },
  { y: -17.4, width: 5.35, depth: 5.15, z: -8.5, angle: 17 },
  { y: -19.6, width: 5.9, depth: 5.4, z: -9.1, angle: 11.5 },
];

/** Direction from straight down at which the neck ends. */
export const NECK_END_DEGREES = 11.5;

const DEGREE = Math.PI / 180;

/** Points that give the head its shape where no landmark lies. */
export function authoredSkull(): AuthoredPoint[] {
  const placed = [...craniumPoints(), ...BELOW_THE_CRANIUM].map((position) => ({
    position,
    direction: directionTo(position),
  }));
  return [...placed, ...neckPoints()];
}

function craniumPoints(): Vector[] {
  const [cx, cy, cz] = CRANIUM.centre;
  const points: Vector[] = [];
  for (const elevation of ELEVATIONS) {
    for (let azimuth = 0; azimuth <= 180; azimuth += elevation < 60 ? 15 : 30) {
      const depth = azimuth < 90 ? CRANIUM.front : CRANIUM.back;
      const level = Math.cos(elevation * DEGREE);
      const x = cx + roundToMiddle(Math.sin(azimuth * DEGREE)) * level * CRANIUM.width;
      const y = cy + Math.sin(elevation * DEGREE) * CRANIUM.height;
      const z = cz + Math.cos(azimuth * DEGREE) * level * depth;
      const isMeasured = (z > -5.9 && y < 6.3) || (z > -3 && y < 7.2);
      if (!isMeasured) {
        points.push([x, y, z]);
      }
    }
  }
  points.push([cx, cy + CRANIUM.height, cz]);
  return points;
}

function neckPoints(): AuthoredPoint[] {
  return NECK_ROWS.flatMap(({ y, width, depth, z, angle }) =>
    [0, 30, 60, 90, 120, 150, 180].map((azimuth): AuthoredPoint => {
      const sideways = roundToMiddle(Math.sin(azimuth * DEGREE));
      const forwards = Math.cos(azimuth * DEGREE);
      const lift = y > -13 ? 0.3 * forwards : 0;
      return {
        position: [width * sideways, y + lift, z + depth * forwards],
        direction: [
          Math.sin(angle * DEGREE) * sideways,
          -Math.cos(angle * DEGREE),
          Math.sin(angle * DEGREE) * forwards,
        ],
      };
    }),
  );
}

/** sin 180° is not quite 0, but the middle must be. */
function roundToMiddle(x: number): number {
  return Math.abs(x) < 1e-9 ? 0 : x;
}
