import { factorCholesky, solveCholesky } from '../../tracking/solver/cholesky.ts';
import {
  pickFolds,
  pickTexels,
  type RegionPattern,
  squaredDepth,
  weightedProduct,
} from './region-pattern.ts';

/** A relief network errs alike in so many neighbouring texels, 5 × 5: a fold's width squared. Our choice. */
const TEXELS_THAT_ERR_ALIKE = 25;

/** How far a face's folds may be from those that its expression makes, standard deviation of an activation. Our choice. */
const ACTIVATION_DEVIATION = 0.5;

/** What a guess at how deep unknown folds are is worth against samples of what is seen. Our choice. */
const SAMPLES_OF_A_GUESS = 0.5;

/** What a relief network saw. */
export interface SeenFolds {
  /** Its displacement in the band of folds, metres, Float32Array [size × size]. */
  readonly band: Float32Array;
  /** How far it is to be trusted, 0..1, Float32Array [size × size]. */
  readonly confidence: Float32Array;
  /** Standard deviation of its error where the confidence is 1, metres. */
  readonly noise: number;
}

/** What the expression makes of a region, before it is seen. */
export interface ExpectedFolds {
  /** 1 and then those of evaluateWrinkleActivations, [17]. */
  readonly activations: ArrayLike<number>;
  /** What share of the person's folds is not known, 0..1: only so much of what lies unlike them is believed. */
  readonly doubt: number;
  /** How deep the unknown ones are at this expression, squared metres. */
  readonly unknown: number;
}

/**
 * How deep a region's folds are, squared metres, root mean square: those of the activations that explain best what is seen.
 *
 * The activations begin at the expression's and leave them as far as the person's own folds are seen to be deeper or
 * shallower, weighed by noise and confidence (Bayesian linear regression; Bishop 2006, Pattern Recognition and Machine
 * Learning, equations 3.50 and 3.51). So the expression decides where nothing is seen, and has no say where much is. What
 * does not lie like the person's folds, such as freckles or a brow, counts only as far as those are not known.
 */
export function seenSquaredDepth(pattern: RegionPattern, seen: SeenFolds, expected: ExpectedFolds): number {
  const sums = sumSeen(pattern, seen);
  const samples = independentSamples(pattern);
  const activations = fitActivations(pattern, sums, expected.activations, samples / seen.noise ** 2);
  const known = squaredDepth(pattern, activations);
  if (expected.doubt === 0) {
    return known;
  }
  const share = (samples * sums.weight) / (samples * sums.weight + SAMPLES_OF_A_GUESS);
  const left = sums.weight > 0 ? Math.max(unexplained(pattern, sums, activations), 0) / sums.weight : 0;
  return known + (1 - share) * expected.unknown + share * expected.doubt * left;
}

/** Means over a region, weighted by squared confidence. */
interface SeenSums {
  /** Of squared confidence itself, 0..1. */
  readonly weight: number;
  /** Of what is seen, squared. */
  readonly energy: number;
  /** Of what is seen times each map's folds, [maps]. */
  readonly moments: Float64Array;
  /** Of the maps' folds times each other's: [maps × maps], the lower triangle. */
  readonly products: Float64Array;
}

function sumSeen({ mask, folds }: RegionPattern, { band, confidence }: SeenFolds): SeenSums {
  const count = folds.length;
  const heights = pickFolds(mask, band);
  const shares = pickTexels(mask, confidence);
  let weight = 0;
  for (let i = 0; i < shares.length; i++) {
    const share = (mask.weights[i] ?? 0) * (shares[i] ?? 0) ** 2;
    shares[i] = share;
    weight += share;
  }
  const products = new Float64Array(count * count);
  for (const [j, first] of folds.entries()) {
    for (let k = 0; k <= j; k++) {
      products[j * count + k] = weightedProduct(shares, first, folds[k] ?? first);
    }
  }
  return {
    weight,
    energy: weightedProduct(shares, heights, heights),
    moments: Float64Array.from(folds, (values) => weightedProduct(shares, values, heights)),
    products,
  };
}

/** @param precision of what is seen, 1 / m². @returns activations of all maps, [17] */
function fitActivations(
  { maps }: RegionPattern,
  { moments, products }: SeenSums,
  expected: ArrayLike<number>,
  precision: number,
): Float64Array {
  const pull = 1 / ACTIVATION_DEVIATION ** 2;
  const count = maps.length;
  const factor = products.map((product, at) => precision * product + (at % (count + 1) === 0 ? pull : 0));
  const solution = moments.map((moment, i) => precision * moment + pull * (expected[maps[i] ?? 0] ?? 0));
  factorCholesky(factor, count);
  solveCholesky(factor, count, solution);
  const activations = Float64Array.from(expected);
  for (const [i, k] of maps.entries()) {
    activations[k] = solution[i] ?? 0;
  }
  return activations;
}

/** Mean square of what is seen less what activations show. */
function unexplained(
  { maps }: RegionPattern,
  { energy, moments, products }: SeenSums,
  activations: Float64Array,
): number {
  const count = maps.length;
  let sum = energy;
  for (let j = 0; j < count; j++) {
    const activation = activations[maps[j] ?? 0] ?? 0;
    sum -= 2 * activation * (moments[j] ?? 0);
    for (let k = 0; k <= j; k++) {
      const product = activation * (activations[maps[k] ?? 0] ?? 0) * (products[j * count + k] ?? 0);
      sum += k === j ? product : 2 * product;
    }
  }
  return sum;
}

/** How many errors of a network average out over a region. */
function independentSamples({ mask: { weights } }: RegionPattern): number {
  return 1 / (TEXELS_THAT_ERR_ALIKE * weights.reduce((sum, weight) => sum + weight * weight, 0));
}
