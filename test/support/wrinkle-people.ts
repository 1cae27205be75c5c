import type { BasisPrior } from '../../src/shared/core/detail/basis/basis-prior.ts';
import {
  evaluateWrinkleActivations,
  WRINKLE_ACTIVATION_COUNT,
} from '../../src/shared/core/detail/basis/wrinkle-activations.ts';
import {
  BASIS_MAP_COUNT,
  evaluateWrinkleBasis,
  type WrinkleBasis,
} from '../../src/shared/core/detail/basis/wrinkle-basis.ts';
import type { WrinkleMask } from '../../src/shared/core/detail/wrinkle-masks.ts';
import { EXPRESSION_COUNT, EXPRESSION_NAMES } from '../../src/shared/core/face/expression-names.ts';
import { WRINKLE_REGION_COUNT } from '../../src/shared/core/face/wrinkle-regions.ts';
import { seededRandom } from './seeded-random.ts';

/** Texels along a side of the relief of made-up people. */
export const PEOPLE_SIZE = 256;

/** People have wrinkles in the top rows only, so that tests are quick: one band of them for each activation. */
const BAND_ROWS = 6;
const WRINKLED_ROWS = BAND_ROWS * WRINKLE_ACTIVATION_COUNT;

/** Depth of people's folds and by how much it differs, metres. */
const FOLD = 4e-4;

/** Region r covers the bands of activations r, the last one's also that of the last activation. */
export const PEOPLE_MASKS: readonly WrinkleMask[] = Array.from(
  { length: WRINKLE_REGION_COUNT },
  (_, region) => {
    const texels = Uint32Array.from(
      { length: BAND_ROWS * PEOPLE_SIZE },
      (_, i) => region * BAND_ROWS * PEOPLE_SIZE + i,
    );
    return { texels, weights: new Float32Array(texels.length).fill(1 / texels.length) };
  },
);

/** The average of made-up people, whose folds run across each activation's band at the same place. */
export function createPeople(): BasisPrior {
  const maps = new Float32Array(BASIS_MAP_COUNT * PEOPLE_SIZE ** 2);
  const deviation = new Float32Array(maps.length);
  fillFolds(maps, (column) => -FOLD * fold(column, 0));
  fillFolds(deviation, () => FOLD);
  return { average: { size: PEOPLE_SIZE, maps }, deviation, noise: 2e-4 };
}

/** Somebody, whose folds lie elsewhere than the average person's and are shallower or deeper. */
export function createPerson(seed: number): WrinkleBasis {
  const random = seededRandom(seed);
  const places = Array.from({ length: BASIS_MAP_COUNT }, () => ({
    shift: random() * 12,
    depth: FOLD * (0.5 + random()),
  }));
  const maps = new Float32Array(BASIS_MAP_COUNT * PEOPLE_SIZE ** 2);
  fillFolds(maps, (column, k) => -(places[k]?.depth ?? 0) * fold(column, places[k]?.shift ?? 0));
  return { size: PEOPLE_SIZE, maps };
}

/** Weights of the named expressions, Float32Array [52]. */
export function expressionOf(weights: Readonly<Record<string, number>>): Float32Array {
  return Float32Array.from(
    { length: EXPRESSION_COUNT },
    (_, index) => weights[EXPRESSION_NAMES[index] ?? ''] ?? 0,
  );
}

/** What a person's face shows, metres, Float32Array [256 × 256]. */
export function showWrinkles(person: WrinkleBasis, expression: Float32Array): Float32Array {
  const activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  evaluateWrinkleActivations(expression, activations);
  const displacement = new Float32Array(person.size ** 2);
  evaluateWrinkleBasis(person, activations, displacement);
  return displacement;
}

/** B₀ has folds in all bands, a third as deep; each other map in its own band. */
function fillFolds(maps: Float32Array, foldAt: (column: number, k: number) => number): void {
  for (let row = 0; row < WRINKLED_ROWS; row++) {
    const k = Math.floor(row / BAND_ROWS) + 1;
    for (let column = 0; column < PEOPLE_SIZE; column++) {
      const texel = row * PEOPLE_SIZE + column;
      maps[texel] = foldAt(column, 0) / 3;
      maps[k * PEOPLE_SIZE ** 2 + texel] = foldAt(column, k);
    }
  }
}

/** A valley 5 texels wide every 24, 0..1. */
function fold(column: number, shift: number): number {
  return Math.exp(-((((column + shift) % 24) - 12) ** 2) / 6);
}
