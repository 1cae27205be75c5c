import { factorCholesky, solveCholesky } from '../../tracking/solver/cholesky.ts';
import type { Steps } from './in-steps.ts';
import { evaluateWrinkleActivations, WRINKLE_ACTIVATION_COUNT } from './wrinkle-activations.ts';
import { BASIS_MAP_COUNT, type WrinkleBasis } from './wrinkle-basis.ts';

/**
 * How many frames of a full activation it takes to outweigh the pull towards a map that folds nothing; next to none for
 * what shows at rest. Our choice.
 */
const RIDGE = 0.1;
const REST_RIDGE = 1e-3;

/**
 * Brings a decoder into the form of a wrinkle basis: texel by texel, the ridge regression of what it made of a person's
 * frames on the activations of their expressions. A decoder that folds the skin in other ways is approached as the person
 * moves; what they have not shown folds nothing.
 *
 * Keeps sums, no frames: 4.5 MB for maps of 256 × 256.
 */
export class SampledBasis {
  readonly #size: number;
  /** Σ row · rowᵀ over the frames, of rows [1, a_1 … a_16]: lower triangle. */
  readonly #products = new Float64Array(BASIS_MAP_COUNT ** 2);
  /** Σ row · displacement, map by map. */
  readonly #moments: Float32Array;
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  readonly #row = new Float64Array(BASIS_MAP_COUNT).fill(1, 0, 1);

  /** @param size texels along a side of the decoder's displacements. */
  constructor(size: number) {
    this.#size = size;
    this.#moments = new Float32Array(BASIS_MAP_COUNT * size * size);
  }

  /**
   * Takes in what the decoder made of a frame.
   * @param expression the tracker's, Float32Array [52], 0..1.
   * @param displacement metres, Float32Array [size × size].
   */
  add(expression: Float32Array, displacement: Float32Array): void {
    evaluateWrinkleActivations(expression, this.#activations);
    this.#row.set(this.#activations, 1);
    const texels = this.#size ** 2;
    for (let map = 0; map < BASIS_MAP_COUNT; map++) {
      const value = this.#row[map] ?? 0;
      for (let other = 0; other <= map; other++) {
        const at = map * BASIS_MAP_COUNT + other;
        this.#products[at] = (this.#products[at] ?? 0) + value * (this.#row[other] ?? 0);
      }
      const start = map * texels;
      for (let texel = 0; value !== 0 && texel < texels; texel++) {
        this.#moments[start + texel] =
          (this.#moments[start + texel] ?? 0) + value * (displacement[texel] ?? 0);
      }
    }
  }

  /** The basis by all that has been taken in, a map a step. Nothing may be taken in meanwhile. */
  *solve(): Steps<WrinkleBasis> {
    const texels = this.#size ** 2;
    const maps = new Float32Array(this.#moments.length);
    const inverse = this.#invert();
    for (let map = 0; map < BASIS_MAP_COUNT; map++) {
      const target = maps.subarray(map * texels, (map + 1) * texels);
      for (let other = 0; other < BASIS_MAP_COUNT; other++) {
        const share = inverse[map * BASIS_MAP_COUNT + other] ?? 0;
        const start = other * texels;
        for (let texel = 0; texel < texels; texel++) {
          target[texel] = (target[texel] ?? 0) + share * (this.#moments[start + texel] ?? 0);
        }
      }
      yield;
    }
    return { size: this.#size, maps };
  }

  /** The inverse of the products and the pull, row by row. */
  #invert(): Float64Array {
    const factor = this.#products.slice();
    const inverse = new Float64Array(BASIS_MAP_COUNT ** 2);
    for (let i = 0; i < BASIS_MAP_COUNT; i++) {
      const at = i * BASIS_MAP_COUNT + i;
      factor[at] = (factor[at] ?? 0) + (i === 0 ? REST_RIDGE : RIDGE);
      inverse[at] = 1;
    }
    factorCholesky(factor, BASIS_MAP_COUNT);
    for (let row = 0; row < BASIS_MAP_COUNT; row++) {
      solveCholesky(factor, BASIS_MAP_COUNT, inverse, row * BASIS_MAP_COUNT);
    }
    return inverse;
  }
}
