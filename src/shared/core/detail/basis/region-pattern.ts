import { ReliefBand } from '../relief-band.ts';
import type { WrinkleMask } from '../wrinkle-masks.ts';
import { finishSteps, type Steps } from './in-steps.ts';
import { BASIS_MAP_COUNT, type WrinkleBasis } from './wrinkle-basis.ts';

/** How a person's folds lie in one wrinkle region. */
export interface RegionPattern {
  /** The region. */
  readonly mask: WrinkleMask;
  /** Which of the basis's maps have folds there, ascending. */
  readonly maps: readonly number[];
  /** Those maps in the band of folds, metres, each a Float32Array [texels of the mask]. */
  readonly folds: readonly Float32Array[];
  /**
   * Means of their products over the region, G: folds of activations a are √(aᵀ·G·a) deep, root mean square.
   * Float64Array [maps × maps].
   */
  readonly products: Float64Array;
}

/** Maps whose folds are shallower than this share of the deepest ones' do not count: they only let noise in. */
const LEAST_SHARE = 0.1;

/** Folds are averaged along over so many texels either way: some 13 mm on a forehead, less than its folds bend in. Our choice. */
const ALONG = 4;

/** A map's folds in one region. */
interface MapFolds {
  readonly map: number;
  readonly values: Float32Array;
  /** Mean square. */
  readonly square: number;
}

/**
 * Finds how a basis's folds lie in each region.
 * @param masks of createWrinkleMasks, as large as the basis.
 */
export function createRegionPatterns(
  basis: WrinkleBasis,
  masks: readonly WrinkleMask[],
): readonly RegionPattern[] {
  return finishSteps(findRegionPatterns(basis, masks));
}

/** As {@link createRegionPatterns}, map by map. */
export function* findRegionPatterns(
  { size, maps }: WrinkleBasis,
  masks: readonly WrinkleMask[],
): Steps<readonly RegionPattern[]> {
  const band = new ReliefBand(size);
  const found: readonly MapFolds[][] = masks.map(() => []);
  for (let map = 0; map < BASIS_MAP_COUNT; map++) {
    band.update(maps.subarray(map * size * size, (map + 1) * size * size));
    for (const [region, mask] of masks.entries()) {
      const values = pickFolds(mask, band.values);
      const square = weightedProduct(mask.weights, values, values);
      if (square > 0) {
        found[region]?.push({ map, values, square });
      }
    }
    yield;
  }
  return masks.map((mask, region) => createPattern(mask, found[region] ?? []));
}

/**
 * Depth of the folds of activations in a region, squared metres.
 * @param activations 1 and then those of evaluateWrinkleActivations, [17].
 */
export function squaredDepth({ maps, products }: RegionPattern, activations: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < maps.length; i++) {
    const first = activations[maps[i] ?? 0] ?? 0;
    for (let j = 0; j < maps.length; j++) {
      sum += first * (activations[maps[j] ?? 0] ?? 0) * (products[i * maps.length + j] ?? 0);
    }
  }
  return Math.max(sum, 0);
}

/** What a map shows in a region, Float32Array [texels of the mask]. @param map Float32Array [size × size] */
export function pickTexels({ texels }: WrinkleMask, map: Float32Array): Float32Array {
  // Many times as fast as Float32Array.from.
  const values = new Float32Array(texels.length);
  for (let i = 0; i < texels.length; i++) {
    values[i] = map[texels[i] ?? 0] ?? 0;
  }
  return values;
}

/**
 * What of a relief's band is a region's own folds, Float32Array [texels of the mask]: where those run across, means along
 * them, in which what runs down vanishes, for a band has no mean.
 * @param band Float32Array [size × size]
 */
export function pickFolds(mask: WrinkleMask, band: Float32Array): Float32Array {
  if (!mask.runsAcross) {
    return pickTexels(mask, band);
  }
  const values = new Float32Array(mask.texels.length);
  for (let i = 0; i < values.length; i++) {
    const texel = mask.texels[i] ?? 0;
    let sum = 0;
    for (let at = texel - ALONG; at <= texel + ALONG; at++) {
      sum += band[at] ?? 0;
    }
    values[i] = sum / (2 * ALONG + 1);
  }
  return values;
}

/** Sum of the products of three arrays. */
export function weightedProduct(weights: Float32Array, first: Float32Array, second: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += (weights[i] ?? 0) * (first[i] ?? 0) * (second[i] ?? 0);
  }
  return sum;
}

function createPattern(mask: WrinkleMask, found: readonly MapFolds[]): RegionPattern {
  const least = LEAST_SHARE ** 2 * Math.max(...found.map(({ square }) => square));
  const kept = found.filter(({ square }) => square >= least);
  const folds = kept.map(({ values }) => values);
  const products = folds.flatMap((first) =>
    folds.map((second) => weightedProduct(mask.weights, first, second)),
  );
  return { mask, maps: kept.map(({ map }) => map), folds, products: Float64Array.from(products) };
}
