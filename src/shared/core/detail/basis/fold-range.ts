import type { WrinkleMask } from '../wrinkle-masks.ts';
import type { BasisPrior } from './basis-prior.ts';
import { pickTexels, type RegionPattern, squaredDepth, weightedProduct } from './region-pattern.ts';
import { WRINKLE_ACTIVATION_NAMES } from './wrinkle-activations.ts';
import { BASIS_MAP_COUNT } from './wrinkle-basis.ts';

/** What faces fold with at once, besides both sides: who smiles broadly squints, who sneers frowns. */
const TOGETHER = [
  ['smile', 'squint'],
  ['sneer', 'glabella'],
];

/** The strongest that faces do with each part of them: activations, 1 first, [17] each. */
const STRONGEST: readonly Float64Array[] = [
  ...WRINKLE_ACTIVATION_NAMES.map((name) => [withoutSide(name)]),
  ...TOGETHER,
].map((parts) =>
  Float64Array.from({ length: BASIS_MAP_COUNT }, (_, map) =>
    map === 0 || parts.includes(withoutSide(WRINKLE_ACTIVATION_NAMES[map - 1] ?? '')) ? 1 : 0,
  ),
);

function withoutSide(activation: string): string {
  return activation.replace(/(Left|Right)$/, '');
}

/** How much the maps of people's bases differ in a region, mean squares in square metres, Float64Array [17]. */
export function variancesIn(mask: WrinkleMask, { average, deviation }: BasisPrior): Float64Array {
  const mapTexels = average.size ** 2;
  return Float64Array.from({ length: BASIS_MAP_COUNT }, (_, map) => {
    const values = pickTexels(mask, deviation.subarray(map * mapTexels, (map + 1) * mapTexels));
    return weightedProduct(mask.weights, values, values);
  });
}

/**
 * How deep folds are expected to be that differ from the average person's, square metres; those at rest are no wrinkling
 * and left out.
 * @param variances of variancesIn.
 * @param activations 1 first, [17].
 */
export function unknownSquaredDepth(variances: Float64Array, activations: ArrayLike<number>): number {
  let sum = 0;
  for (let map = 1; map < BASIS_MAP_COUNT; map++) {
    sum += (activations[map] ?? 0) ** 2 * (variances[map] ?? 0);
  }
  return sum;
}

/** Depth of a region's folds at rest, metres. */
export function restDepth(pattern: RegionPattern): number {
  return Math.sqrt(squaredDepth(pattern, REST));
}

/**
 * How much deeper than at rest a region's folds become at the strongest expressions, metres.
 * @param doubt what share of them is not known, and expected to be as different as people are.
 */
export function foldRange(pattern: RegionPattern, variances: Float64Array, doubt: number): number {
  return deepest(pattern, variances, doubt) - restDepth(pattern);
}

/**
 * By how much the folds of people deepen, metres.
 * @param average the average person's pattern, whose folds are shallow for those of people lie here and there.
 */
export function commonFoldRange(average: RegionPattern, variances: Float64Array): number {
  const atRest = variances[0] ?? 0;
  const square = deepest(average, variances, 1) ** 2 + atRest;
  return Math.sqrt(square) - Math.sqrt(squaredDepth(average, REST) + atRest);
}

function deepest(pattern: RegionPattern, variances: Float64Array, doubt: number): number {
  const squares = STRONGEST.map(
    (activations) => squaredDepth(pattern, activations) + doubt * unknownSquaredDepth(variances, activations),
  );
  return Math.sqrt(Math.max(...squares));
}

const REST = Float64Array.from({ length: BASIS_MAP_COUNT }, (_, map) => (map === 0 ? 1 : 0));
