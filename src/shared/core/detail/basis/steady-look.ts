import { evaluateWrinkleActivations, WRINKLE_ACTIVATION_COUNT } from './wrinkle-activations.ts';

/** Activations that change by more between two looks are not of one expression. Our choice. */
const LARGEST_CHANGE = 0.15;

/** A texel is seen well from this confidence on, and a face where so large a share of what may fold is. Our choice. */
const SEEN_WELL = 0.5;
const LEAST_SEEN = 0.25;

/** Tells looks at a face that a person may be judged by: of a face that holds its expression and is seen well. */
export class SteadyLook {
  readonly #texels: Uint32Array;
  readonly #last = new Float32Array(WRINKLE_ACTIVATION_COUNT).fill(Number.NaN);
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);

  /** @param texels that may fold, Uint32Array. */
  constructor(texels: Uint32Array) {
    this.#texels = texels;
  }

  /**
   * Whether this look is one of those; it is compared with the one before.
   * @param expression Float32Array [52], 0..1.
   * @param confidence 0..1, Float32Array [256 × 256].
   */
  judge(expression: Float32Array, confidence: Float32Array): boolean {
    evaluateWrinkleActivations(expression, this.#activations);
    // Not so for NaN, which the first look is compared with.
    const isHeld = this.#activations.every(
      (value, k) => Math.abs(value - (this.#last[k] ?? Number.NaN)) <= LARGEST_CHANGE,
    );
    this.#last.set(this.#activations);
    return isHeld && this.#isSeen(confidence);
  }

  #isSeen(confidence: Float32Array): boolean {
    let seen = 0;
    for (const texel of this.#texels) {
      seen += (confidence[texel] ?? 0) >= SEEN_WELL ? 1 : 0;
    }
    return seen >= LEAST_SEEN * this.#texels.length;
  }
}
