import { gaussianRandom, seededRandom } from '../../../src/shared/core/performance/seeded-random.ts';
import {
  add,
  addScaled,
  at,
  cross,
  interpolate,
  mean,
  mix,
  normalize,
  scale,
  subtract,
  type Vector,
} from '../geometry/vector.ts';
import { EYE_COLUMNS } from '../mesh/rings.ts';
import type { Triangle } from '../mesh/strip.ts';

const UPPER_COUNT = 46;
const LOWER_COUNT = 22;
const SEED = 5;
/** Each lash is a tapered blade: three pairs and a tip. */
export const BLADE_POINTS = 7;
const WIDTHS = [1, 0.85, 0.55];
const BLADE: readonly Triangle[] = [
  [0, 1, 2],
  [1, 3, 2],
  [2, 3, 4],
  [3, 5, 4],
  [4, 5, 6],
];

interface Lash {
  readonly isUpper: boolean;
  /** Column of the lid's edge it grows from, with fraction. */
  readonly column: number;
  readonly length: number;
  readonly sideways: number;
  readonly curl: number;
}

/** The left eye's lashes; longer or denser ones look like spiders at once. */
export function createLashes(): readonly Lash[] {
  const random = seededRandom(SEED);
  const grow = (isUpper: boolean, count: number) =>
    Array.from({ length: count }, (_, i): Lash => {
      const t = (i + 0.5 + (random() - 0.5) * 0.7) / count;
      const longest = isUpper
        ? interpolate(t, [0, 0.3, 0.7, 1], [0.2, 0.33, 0.43, 0.38])
        : interpolate(t, [0, 0.5, 0.8, 1], [0.1, 0.17, 0.21, 0.15]);
      return {
        isUpper,
        column: isUpper ? 2.2 + t * 19.3 : 43 - t * 18.5,
        length: longest * (0.8 + 0.3 * random()),
        sideways: interpolate(t, [0, 0.5, 1], [-0.45, 0.15, 0.85]) + 0.12 * gaussianRandom(random),
        curl: 0.9 + 0.25 * random(),
      };
    });
  return [...grow(true, UPPER_COUNT), ...grow(false, LOWER_COUNT)];
}

export const LASH_VERTICES = (UPPER_COUNT + LOWER_COUNT) * BLADE_POINTS;

export const LASH_TRIANGLES: readonly Triangle[] = Array.from(
  { length: UPPER_COUNT + LOWER_COUNT },
  (_, lash) =>
    BLADE.map(
      ([a, b, c]): Triangle => [a + lash * BLADE_POINTS, b + lash * BLADE_POINTS, c + lash * BLADE_POINTS],
    ),
).flat();

/** Grows the lashes from the lid's edge `edge` [44] and the row behind it, wherever the lid now is. */
export function placeLashes(
  lashes: readonly Lash[],
  edge: readonly Vector[],
  behind: readonly Vector[],
  centre: Vector,
): Vector[] {
  const middle = mean(edge);
  return lashes.flatMap(({ isUpper, column, length, sideways, curl }) => {
    const first = Math.floor(column) % EYE_COLUMNS;
    const second = (first + 1) % EYE_COLUMNS;
    const part = column - Math.floor(column);
    const root = mix(
      mix(at(edge, first), at(edge, second), part),
      mix(at(behind, first), at(behind, second), part),
      0.25,
    );
    const out = normalize(subtract(root, centre));
    const along = normalize(subtract(at(edge, second), at(edge, first)));
    const over = cross(along, out);
    const isUpwards = over[1] >= 0;
    const up = scale(over, isUpwards === isUpper ? 1 : -1);
    const lean = isUpper ? -0.1 : 0.25;
    const heading = normalize(
      add(add(scale(out, 0.95), scale(up, lean)), [sideways * 0.55 * Math.sign(middle[0]), 0, 0]),
    );
    const bend = length * curl * (isUpper ? 0.52 : 0.25);
    const width = scale(normalize(cross(heading, up)), isUpper ? 0.014 : 0.008);
    const spine = [0, 1 / 3, 2 / 3, 1].map((t) =>
      addScaled(addScaled(root, heading, length * t), up, bend * t * t),
    );
    return [
      ...WIDTHS.flatMap((share, k) => [
        addScaled(at(spine, k), width, -share),
        addScaled(at(spine, k), width, share),
      ]),
      at(spine, 3),
    ];
  });
}
