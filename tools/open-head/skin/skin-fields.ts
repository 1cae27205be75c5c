import {
  bell,
  bellAt,
  clamp,
  distanceToPath,
  interpolate,
  smoothstep,
  type Vector,
} from '../geometry/vector.ts';

/** What the skin is like at a neutral place of the left half (cm), 0..1. */
export type SkinField = (point: Vector) => number;

/** How much blood shows. */
export const blood: SkinField = (point) =>
  clamp(
    0.85 * bellAt(point, [4.3, -2.6, -0.2], 1.9) +
      0.75 * bellAt(point, [0, -3.4, 4.2], 1.05) +
      0.35 * bellAt(point, [0, -9.6, 1.8], 1.3) +
      0.4 * bellAt(point, [1.8, -3.6, 2], 0.8) +
      0.3 * bellAt(point, [5.5, -0.6, -2], 1.6) +
      0.3 * bellAt(point, [3.2, -0.9, 0.5], 0.9, [0.6, 1, 1]) +
      0.25 * bellAt(point, [0, -6.4, 2.5], 2.2) +
      0.5 * smoothstep(7.2, 8, point[0]) * smoothstep(-4.5, -6, point[2]),
    0,
    1,
  );

/** Where skin under the eye is thin and the upper lid's is darker. */
export const eyeShadow: SkinField = (point) =>
  clamp(
    0.95 * bellAt(point, [2.9, -1.05, 0.3], 0.85, [0.75, 1.5, 1]) +
      0.6 * bellAt(point, [3.3, 0.9, 0.6], 0.75, [0.6, 1.5, 1]) +
      0.35 * bellAt(point, [1.5, 0.1, 0.8], 0.6),
    0,
    1,
  );

/** Where pores are large. */
export const pores: SkinField = (point) =>
  clamp(
    0.3 +
      0.8 * bellAt(point, [0, -2.8, 3.6], 1.9) +
      0.6 * bellAt(point, [3.2, -2.8, 1], 2) +
      0.3 * bellAt(point, [0, 3.5, 1.5], 3),
    0,
    1,
  );

/** Where freckles are likely. */
export const freckles: SkinField = (point) =>
  clamp(
    bellAt(point, [3.4, -1.9, 0.6], 1.9) +
      0.8 * bellAt(point, [0, -1.6, 3.2], 1.4) +
      0.3 * bellAt(point, [1.5, 3.4, 1.5], 2.4),
    0,
    1,
  );

/** Where a beard grows, thickest on chin and upper lip. */
export const beard: SkinField = ([x, y, z]) => {
  // From the sideburn in front of the ear to the corner of the mouth, and along the jaw's underside.
  const top = interpolate(x, [1.2, 2.4, 3.4, 4.6, 5.6, 6.3, 6.8], [-5, -6, -7, -6.9, -5.4, -2.6, -0.6]);
  const below = interpolate(z, [-7, -4, 0], [-9.4, -11.4, -12.2]);
  const cheek =
    smoothstep(top + 0.9, top - 1.5, y) * smoothstep(below - 0.9, below + 0.9, y) * smoothstep(-7.3, -6.3, z);
  const lip = 0.9 * bellAt([x, y, z], [0, -4.95, 2.4], 1, [0.5, 1.35, 0.5]);
  const bareBelowLip = 0.7 * bellAt([x, y, z], [1.2, -8.1, 2], 0.6, [0.7, 1, 0.6]);
  return clamp(Math.max(cheek, lip) - bareBelowLip, 0, 1);
};

/** Where head hair grows. */
export const scalp: SkinField = ([x, y, z]) => {
  const front = y - (6.9 - 0.05 * x * x - 0.5 * bell(x - 3.4, 1.3));
  const side =
    z > -9.3
      ? y - interpolate(-z, [2, 3.2, 4.6, 5.7, 6.6, 7.2, 9.3], [9, 5.6, 3.4, -1.2, -1.4, 2, 1.6])
      : y - interpolate(-z, [9.3, 10.2, 11.5, 13], [-3.4, -5.2, -7, -8]);
  return Math.max(
    smoothstep(-0.4, 0.6, front) * (z > -5 ? 1 : 0),
    smoothstep(-0.35, 0.5, side) * smoothstep(-2.9, -4.2, z),
  );
};

/** Lines that age draws, each a path and its half width. */
const LINES: readonly { readonly path: readonly Vector[]; readonly width: number; readonly depth: number }[] =
  [
    {
      path: [
        [0, 2.9, 1.9],
        [2, 3.1, 1.6],
        [4, 2.9, 0.8],
      ],
      width: 0.13,
      depth: 0.7,
    },
    {
      path: [
        [0, 4, 1.7],
        [2.2, 4.2, 1.3],
        [4.2, 3.9, 0.3],
      ],
      width: 0.14,
      depth: 0.8,
    },
    {
      path: [
        [0, 5.1, 1.2],
        [2.4, 5.2, 0.8],
        [4, 4.9, -0.2],
      ],
      width: 0.13,
      depth: 0.6,
    },
    {
      path: [
        [0.55, 0.9, 2],
        [0.62, 1.6, 1.9],
        [0.7, 2.2, 1.8],
      ],
      width: 0.11,
      depth: 0.8,
    },
    {
      path: [
        [4.9, 0.1, -0.6],
        [5.6, 0.5, -1.2],
        [6.1, 0.9, -1.8],
      ],
      width: 0.09,
      depth: 0.8,
    },
    {
      path: [
        [4.95, -0.25, -0.6],
        [5.7, -0.3, -1.3],
        [6.3, -0.3, -2],
      ],
      width: 0.09,
      depth: 0.9,
    },
    {
      path: [
        [4.85, -0.6, -0.5],
        [5.5, -1, -1],
        [6, -1.5, -1.6],
      ],
      width: 0.09,
      depth: 0.7,
    },
    {
      path: [
        [1.9, -0.9, 0.8],
        [2.6, -1.45, 0.7],
        [3.6, -1.6, 0.5],
        [4.4, -1.2, 0],
      ],
      width: 0.12,
      depth: 0.6,
    },
    {
      path: [
        [1.9, -3.1, 2.1],
        [2.4, -4.2, 1.8],
        [2.75, -5.3, 1.5],
        [3, -6.2, 1.1],
      ],
      width: 0.16,
      depth: 1,
    },
    {
      path: [
        [2.7, -6.9, 1.2],
        [2.75, -7.7, 1.1],
        [2.6, -8.6, 1],
      ],
      width: 0.13,
      depth: 0.7,
    },
    {
      path: [
        [0, -8.3, 2],
        [1, -8.4, 1.9],
        [1.8, -8.8, 1.6],
      ],
      width: 0.18,
      depth: 0.5,
    },
    {
      path: [
        [0, -13.4, -2.4],
        [2.6, -13.2, -3.4],
        [4.4, -12.4, -6],
      ],
      width: 0.16,
      depth: 0.6,
    },
    {
      path: [
        [0, -15.6, -2.9],
        [2.6, -15.2, -3.6],
        [4.6, -14.6, -6],
      ],
      width: 0.16,
      depth: 0.6,
    },
  ];

/** 1 in the middle of a path, fading towards its ends. */
function towardsMiddle([x, y, z]: Vector, path: readonly Vector[]): number {
  const [start] = path;
  const end = path[path.length - 1];
  if (start === undefined || end === undefined) {
    return 0;
  }
  const fromEnd = Math.hypot(x - end[0], y - end[1], z - end[2]);
  // Lines that begin on the middle go on across it.
  const fromStart =
    start[0] === 0 ? Number.POSITIVE_INFINITY : Math.hypot(x - start[0], y - start[1], z - start[2]);
  return smoothstep(0, 0.9, Math.min(fromStart, fromEnd));
}

export const ageLines: SkinField = (point) =>
  LINES.reduce((deepest, { path, width, depth }) => {
    const [start] = path;
    if (start === undefined || Math.abs(start[1] - point[1]) > 4.5) {
      return deepest;
    }
    return Math.max(
      deepest,
      depth * bell(distanceToPath(point, path), 1.25 * width) * towardsMiddle(point, path),
    );
  }, 0);
