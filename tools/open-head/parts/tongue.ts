import { bell, type Vector } from '../geometry/vector.ts';
import { fan, strips, type Triangle } from '../mesh/strip.ts';

const ROWS = 13;
/** Columns of half the tongue, from its back over the side to its underside. */
export const TONGUE_COLUMNS = 9;
const CENTRE: Vector = [0, -7.3, -1.3];
const HALF_SIZE: Vector = [1.5, 0.46, 2];

/** Half a tongue: the tip, rows towards the throat, the root. */
export interface Tongue {
  readonly points: readonly Vector[];
  readonly triangles: readonly Triangle[];
  /** 0 at the root, 1 at the tip, per point. */
  readonly reach: readonly number[];
}

export function createTongue(): Tongue {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const angle = (Math.PI * (row + 1)) / (ROWS + 1);
    return Array.from({ length: TONGUE_COLUMNS }, (__, column) =>
      surface(angle, (Math.PI * column) / (TONGUE_COLUMNS - 1)),
    );
  });
  const points: Vector[] = [surface(0, 0), ...rows.flat(), surface(Math.PI, 0)];
  const indices = rows.map((row, r) => row.map((_, c) => 1 + r * TONGUE_COLUMNS + c));
  const first = indices[0] ?? [];
  const last = indices[ROWS - 1] ?? [];
  return {
    points,
    // The tip faces the viewer and the columns run clockwise there: each row further back is an outer one.
    triangles: [
      ...fan(first, 0, false),
      ...strips([...indices].reverse(), false),
      ...fan(last, points.length - 1, false).map(([a, b, c]): Triangle => [b, a, c]),
    ],
    reach: points.map(([, , z]) => (z - CENTRE[2] + HALF_SIZE[2]) / (2 * HALF_SIZE[2])),
  };
}

function surface(angle: number, around: number): Vector {
  const across = Math.sin(angle) ** 0.8;
  const isMiddle = Math.abs(Math.sin(around)) < 1e-9 || across < 1e-9;
  const x = isMiddle ? 0 : HALF_SIZE[0] * across * Math.sin(around);
  const groove = 0.1 * bell(x, 0.22) * across * (Math.cos(around) > 0 ? 1 : 0);
  const y = CENTRE[1] + HALF_SIZE[1] * across * Math.cos(around) + 0.1 * Math.cos(x * 1.2) - groove;
  return [x, y, CENTRE[2] + HALF_SIZE[2] * Math.cos(angle)];
}

/** Where a point of the tongue goes when it is put out all the way: out over the lower lip, then down, pointed. */
export function protrudedTongue(point: Vector, reach: number): Vector {
  const out = reach ** 1.2;
  const droop = 1.25 * Math.max(reach - 0.55, 0) ** 1.4;
  const narrow = 1 - 0.3 * out;
  return [point[0] * narrow, point[1] + 0.42 * Math.min(reach * 2, 1) - droop, point[2] + 4 * out];
}
