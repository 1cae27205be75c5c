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

/** Depth of the average fold, metres. */
const FOLD = 4e-4;

/** Region r covers the bands of activations r, the last one's also that of the last activation. */
export const PEOPLE_MASKS: readonly WrinkleMask[] = Array.from(
  { length: WRINKLE_REGION_COUNT },
  (_, region) => {
    const texels = Uint32Array.from(
      { length: BAND_ROWS * PEOPLE_SIZE },
      (_, i) => region * BAND_ROWS * PEOPLE_SIZE + i,
    );
    const weights = new Float32Array(texels.length).fill(1 / texels.length);
    return { texels, weights, runsAcross: false };
  },
);

/** Places where people's folds may lie, texels. */
const PLACES = 12;

/** What is known of made-up people, whose folds run across each activation's band. */
export function createPeople(): BasisPrior {
  const maps = new Float32Array(BASIS_MAP_COUNT * PEOPLE_SIZE ** 2);
  const deviation = new Float32Array(maps.length);
  const places = Array.from({ length: 4 * PLACES }, (_, i) => i / 4);
  const mean = (column: number, power: number) =>
    places.reduce((sum, place) => sum + fold(column, place) ** power, 0) / places.length;
  // Depths of FOLD ± FOLD / 2, evenly spread, have a variance of FOLD² / 12.
  fillFolds(maps, (column) => -FOLD * mean(column, 1));
  fillFolds(deviation, (column) => FOLD * Math.sqrt((13 / 12) * mean(column, 2) - mean(column, 1) ** 2));
  return { average: { size: PEOPLE_SIZE, maps }, deviation, noise: 5e-5 };
}

/** Somebody, whose folds lie elsewhere than other people's and are shallower or deeper. */
export function createPerson(seed: number): WrinkleBasis {
  const random = seededRandom(seed);
  const folds = Array.from({ length: BASIS_MAP_COUNT }, () => ({
    place: random() * PLACES,
    depth: FOLD * (0.5 + random()),
  }));
  const maps = new Float32Array(BASIS_MAP_COUNT * PEOPLE_SIZE ** 2);
  fillFolds(maps, (column, k) => -(folds[k]?.depth ?? 0) * fold(column, folds[k]?.place ?? 0));
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

/** At rest people have the folds of all activations, a third as deep. */
function fillFolds(maps: Float32Array, foldAt: (column: number, k: number) => number): void {
  for (let row = 0; row < WRINKLED_ROWS; row++) {
    const k = Math.floor(row / BAND_ROWS) + 1;
    for (let column = 0; column < PEOPLE_SIZE; column++) {
      const texel = row * PEOPLE_SIZE + column;
      const value = foldAt(column, k);
      maps[texel] = value / 3;
      maps[k * PEOPLE_SIZE ** 2 + texel] = value;
    }
  }
}

/** A valley 5 texels wide every 24, 0..1. */
function fold(column: number, shift: number): number {
  return Math.exp(-((((column + shift) % 24) - 12) ** 2) / 6);
}
