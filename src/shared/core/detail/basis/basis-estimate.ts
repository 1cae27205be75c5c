import { factorCholesky, solveCholesky } from '../../tracking/solver/cholesky.ts';
import type { WrinkleMask } from '../wrinkle-masks.ts';
import type { BasisPrior } from './basis-prior.ts';
import { evaluateWrinkleActivations, WRINKLE_ACTIVATION_COUNT } from './wrinkle-activations.ts';
import { BASIS_MAP_COUNT, boundWrinkleBasis, LARGEST_WRINKLE } from './wrinkle-basis.ts';

/** Sums of products of a row [1, a_1 … a_16] with itself, the lower triangle row by row. */
const PRODUCT_COUNT = (BASIS_MAP_COUNT * (BASIS_MAP_COUNT + 1)) / 2;

/** People differ by less than this nowhere that matters, metres: such texels keep the average. */
const LEAST_DEVIATION = 1e-6;

/** A person's wrinkles as far as they could be seen. */
export interface EstimatedBasis {
  /** B₀ and the B_k, metres, Float32Array [17 × 256 × 256]. */
  readonly maps: Float32Array;
  /**
   * What share of the uncertainty about a region's maps has been cleared up, 0 nothing (the average person's) to 1,
   * Float32Array [15].
   */
  readonly confidence: Float32Array;
}

/**
 * Finds a person's wrinkle basis in displacements that were seen at known expressions: texel by texel, the Bayesian ridge
 * regression of displacement on the activations. It begins at the average person, moves as far as people differ, and
 * weighs what is seen by its noise (Bishop 2006, Pattern Recognition and Machine Learning, equations 3.53 and 3.54).
 *
 * Keeps sums, no frames: 680 bytes for each texel where people differ, 20 MB when that is all of the wrinkle regions.
 */
export class BasisEstimate {
  readonly #prior: BasisPrior;
  readonly #masks: readonly WrinkleMask[];
  /** Texels where people differ, Uint32Array. */
  readonly #texels: Uint32Array;
  /** Per texel, Σ c² · row · rowᵀ. */
  readonly #products: Float32Array;
  /** Per texel, Σ c² · row · (what was seen − what the average person shows). */
  readonly #moments: Float32Array;
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  readonly #row = new Float32Array(BASIS_MAP_COUNT);

  /** @param masks of createWrinkleMasks: the regions that `confidence` speaks of. */
  constructor(prior: BasisPrior, masks: readonly WrinkleMask[]) {
    this.#prior = prior;
    this.#masks = masks;
    this.#texels = texelsThatDiffer(prior);
    this.#products = new Float32Array(this.#texels.length * PRODUCT_COUNT);
    this.#moments = new Float32Array(this.#texels.length * BASIS_MAP_COUNT);
  }

  /**
   * Takes in what was seen in a frame. Numbers that are not finite are left out.
   * @param expression Float32Array [52], 0..1.
   * @param displacement metres, Float32Array [256 × 256].
   * @param confidence 0..1, Float32Array [256 × 256].
   */
  add(expression: Float32Array, displacement: Float32Array, confidence: Float32Array): void {
    if (!expression.every(Number.isFinite)) {
      return;
    }
    evaluateWrinkleActivations(expression, this.#activations);
    this.#row[0] = 1;
    this.#row.set(this.#activations, 1);
    const active = [...this.#row.keys()].filter((k) => this.#row[k] !== 0);
    for (let i = 0; i < this.#texels.length; i++) {
      const texel = this.#texels[i] ?? 0;
      const seen = displacement[texel] ?? Number.NaN;
      const belief = Math.min(confidence[texel] ?? 0, 1);
      if (belief > 0 && Number.isFinite(seen)) {
        const bounded = Math.min(Math.max(seen, -LARGEST_WRINKLE), LARGEST_WRINKLE);
        this.#addTexel(i, texel, active, bounded, belief ** 2);
      }
    }
  }

  /** The person's basis from all that has been taken in; more may be added afterwards. */
  finish(): EstimatedBasis {
    const { average, deviation, noise } = this.#prior;
    const mapTexels = average.size ** 2;
    const maps = average.maps.slice();
    /** Per texel, the variance over people and what of it has been cleared up, all maps together. */
    const variances = new Float32Array(mapTexels);
    const cleared = new Float32Array(mapTexels);
    const factor = new Float64Array(BASIS_MAP_COUNT ** 2);
    const widths = new Float64Array(BASIS_MAP_COUNT);
    const vector = new Float64Array(BASIS_MAP_COUNT);
    for (const [index, texel] of this.#texels.entries()) {
      for (let k = 0; k < BASIS_MAP_COUNT; k++) {
        widths[k] = deviation[k * mapTexels + texel] ?? 0;
        vector[k] = ((widths[k] ?? 0) * (this.#moments[index * BASIS_MAP_COUNT + k] ?? 0)) / noise ** 2;
      }
      this.#fillPrecision(index, widths, factor);
      factorCholesky(factor, BASIS_MAP_COUNT);
      solveCholesky(factor, BASIS_MAP_COUNT, vector);
      for (let k = 0; k < BASIS_MAP_COUNT; k++) {
        const at = k * mapTexels + texel;
        maps[at] = (maps[at] ?? 0) + (widths[k] ?? 0) * (vector[k] ?? 0);
      }
      for (let k = 0; k < BASIS_MAP_COUNT; k++) {
        const variance = (widths[k] ?? 0) ** 2;
        variances[texel] = (variances[texel] ?? 0) + variance;
        cleared[texel] = (cleared[texel] ?? 0) + variance * (1 - remainingVariance(factor, k, vector));
      }
    }
    boundWrinkleBasis(maps);
    const confidence = Float32Array.from(this.#masks, (mask) => {
      const total = weightedSum(mask, variances);
      return total > 0 ? weightedSum(mask, cleared) / total : 0;
    });
    return { maps, confidence };
  }

  #addTexel(index: number, texel: number, active: readonly number[], seen: number, weight: number): void {
    const { maps, size } = this.#prior.average;
    const row = this.#row;
    let unexpected = seen;
    for (const k of active) {
      unexpected -= (row[k] ?? 0) * (maps[k * size * size + texel] ?? 0);
    }
    const products = index * PRODUCT_COUNT;
    const moments = index * BASIS_MAP_COUNT;
    for (const k of active) {
      const scaled = weight * (row[k] ?? 0);
      this.#moments[moments + k] = (this.#moments[moments + k] ?? 0) + scaled * unexpected;
      const line = products + (k * (k + 1)) / 2;
      for (const j of active) {
        if (j > k) {
          break;
        }
        this.#products[line + j] = (this.#products[line + j] ?? 0) + scaled * (row[j] ?? 0);
      }
    }
  }

  /** The precision of the maps at a texel in units of their deviations: lower triangle, row by row. */
  #fillPrecision(index: number, widths: Float64Array, target: Float64Array): void {
    const { noise } = this.#prior;
    let product = index * PRODUCT_COUNT;
    for (let k = 0; k < BASIS_MAP_COUNT; k++) {
      const scale = (widths[k] ?? 0) / noise ** 2;
      for (let j = 0; j <= k; j++) {
        target[k * BASIS_MAP_COUNT + j] = scale * (widths[j] ?? 0) * (this.#products[product] ?? 0);
        product++;
      }
      target[k * BASIS_MAP_COUNT + k] = 1 + (target[k * BASIS_MAP_COUNT + k] ?? 0);
    }
  }
}

function texelsThatDiffer({ average, deviation }: BasisPrior): Uint32Array {
  const mapTexels = average.size ** 2;
  return Uint32Array.from({ length: mapTexels }, (_, texel) => texel).filter((texel) => {
    for (let k = 0; k < BASIS_MAP_COUNT; k++) {
      if ((deviation[k * mapTexels + texel] ?? 0) > LEAST_DEVIATION) {
        return true;
      }
    }
    return false;
  });
}

/**
 * What share of an unknown's variance is left: the diagonal of the inverse of L·Lᵀ, which is the squared length of the
 * column of L⁻¹.
 * @param column overwritten, Float64Array [17].
 */
function remainingVariance(factor: Float64Array, unknown: number, column: Float64Array): number {
  let squaredLength = 0;
  for (let row = unknown; row < BASIS_MAP_COUNT; row++) {
    let sum = row === unknown ? 1 : 0;
    for (let k = unknown; k < row; k++) {
      sum -= (factor[row * BASIS_MAP_COUNT + k] ?? 0) * (column[k] ?? 0);
    }
    const value = sum / (factor[row * BASIS_MAP_COUNT + row] ?? 1);
    column[row] = value;
    squaredLength += value * value;
  }
  return squaredLength;
}

function weightedSum({ texels, weights }: WrinkleMask, values: Float32Array): number {
  return texels.reduce((sum, texel, index) => sum + (weights[index] ?? 0) * (values[texel] ?? 0), 0);
}
