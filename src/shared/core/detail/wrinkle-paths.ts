import type { WrinkleRegion } from '../face/wrinkle-regions.ts';

/** x, y, z. */
export type Point = readonly number[];

/** A line along which a region's wrinkles lie, and how far they reach from it. */
export interface WrinklePath {
  readonly points: readonly Point[];
  readonly radius: number;
}

/** The subject's right and left of each pair of landmarks, iBUG's numbers. */
const SIDES = {
  Right: { outerEye: 36, innerEye: 39, lowerLid: [41, 40], nostril: 31, mouthCorner: 48 },
  Left: { outerEye: 45, innerEye: 42, lowerLid: [46, 47], nostril: 35, mouthCorner: 54 },
} as const;

/** Landmarks in the middle of the face, iBUG's numbers. */
const NASION = 27;
const NOSE_BASE = 33;
const LOWER_LIP = 57;
const CHIN = 8;
const BROWS = [18, 20, 23, 25];
const INNER_BROWS = [21, 22] as const;
const LIPS = [48, 51, 54, 57, 48];

/**
 * Where wrinkles of each region lie on a face with iBUG's 68 landmarks. Lengths are shares of the distance between the
 * outer corners of the eyes; up is from the nose's base to its root.
 * @param landmarks Float32Array [68 × 3], any unit.
 */
export function wrinklePaths(landmarks: Float32Array): Readonly<Record<WrinkleRegion, WrinklePath>> {
  const at = (index: number): Point => Array.from(landmarks.subarray(index * 3, index * 3 + 3));
  const unit = length(between(at(SIDES.Right.outerEye), at(SIDES.Left.outerEye)));
  const up = direction(at(NOSE_BASE), at(NASION));
  const lifted = (point: Point, share: number) => moved(point, up, share * unit);
  const path = (points: readonly Point[], radius: number): WrinklePath => ({ points, radius: radius * unit });
  const side = (name: keyof typeof SIDES) => {
    const { outerEye, innerEye, lowerLid, nostril, mouthCorner } = SIDES[name];
    const outwards = direction(at(innerEye), at(outerEye));
    const corner = at(mouthCorner);
    return {
      crowsFeet: path([moved(at(outerEye), outwards, 0.14 * unit)], 0.12),
      underEye: path(
        lowerLid.map((index) => lifted(at(index), -0.1)),
        0.09,
      ),
      nasolabial: path(
        [moved(at(nostril), outwards, 0.08 * unit), moved(corner, outwards, 0.06 * unit)],
        0.08,
      ),
      cheek: path([moved(middle(at(outerEye), corner), outwards, 0.02 * unit)], 0.18),
      marionette: path([lifted(corner, -0.06), lifted(corner, -0.3)], 0.07),
    };
  };
  const left = side('Left');
  const right = side('Right');
  return {
    forehead: path(
      BROWS.map((index) => lifted(at(index), 0.32)),
      0.25,
    ),
    glabella: path([middle(at(INNER_BROWS[0]), at(INNER_BROWS[1]))], 0.12),
    noseBridge: path([at(NASION), at(NASION + 2)], 0.11),
    crowsFeetLeft: left.crowsFeet,
    crowsFeetRight: right.crowsFeet,
    underEyeLeft: left.underEye,
    underEyeRight: right.underEye,
    nasolabialLeft: left.nasolabial,
    nasolabialRight: right.nasolabial,
    cheekLeft: left.cheek,
    cheekRight: right.cheek,
    lips: path(LIPS.map(at), 0.1),
    marionetteLeft: left.marionette,
    marionetteRight: right.marionette,
    chin: path([middle(at(LOWER_LIP), at(CHIN))], 0.18),
  };
}

function between(from: Point, to: Point): Point {
  return [0, 1, 2].map((axis) => (to[axis] ?? 0) - (from[axis] ?? 0));
}

function length([x = 0, y = 0, z = 0]: Point): number {
  return Math.hypot(x, y, z);
}

function direction(from: Point, to: Point): Point {
  const way = between(from, to);
  const distance = length(way) || 1;
  return way.map((value) => value / distance);
}

function middle(first: Point, second: Point): Point {
  return [0, 1, 2].map((axis) => ((first[axis] ?? 0) + (second[axis] ?? 0)) / 2);
}

function moved(point: Point, way: Point, distance: number): Point {
  return [0, 1, 2].map((axis) => (point[axis] ?? 0) + distance * (way[axis] ?? 0));
}
