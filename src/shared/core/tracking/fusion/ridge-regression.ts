import { factorCholesky, solveCholesky } from '../solver/cholesky.ts';

/** What a regression is made for. */
export interface RidgeRegressionOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** How many pairs of a unit input it takes to outweigh the pull. */
  readonly ridge: number;
  /** What share of its weight a pair keeps with each one that follows, up to 1. */
  readonly memory: number;
}

/** The pull on the constant: so weak that a first pair already settles it. */
const CONSTANT_RIDGE = 1e-3;

/**
 * Learns linear outputs of inputs pair by pair: ridge regression with a constant, whose older pairs fade exponentially.
 * Always well conditioned, for what the pairs say nothing about is pulled towards what was learned before, at first 0.
 * The same pairs give the same bits.
 */
export class RidgeRegression {
  readonly #options: RidgeRegressionOptions;
  /** Inputs and the constant. */
  readonly #size: number;
  /** Sums of products over the pairs: inputs by inputs (lower triangle), and inputs by outputs. */
  readonly #inputProducts: Float64Array;
  readonly #outputProducts: Float64Array;
  readonly #factor: Float64Array;
  /** Learned before, and learned since on top of it: both [size × outputs]. */
  readonly #before: Float32Array;
  readonly #weights: Float64Array;
  readonly #residual: Float64Array;
  readonly #row: Float64Array;

  constructor(options: RidgeRegressionOptions) {
    const size = options.inputs + 1;
    this.#options = options;
    this.#size = size;
    this.#inputProducts = new Float64Array(size * size);
    this.#outputProducts = new Float64Array(size * options.outputs);
    this.#factor = new Float64Array(size * size);
    this.#before = new Float32Array(size * options.outputs);
    this.#weights = new Float64Array(size * options.outputs);
    this.#residual = new Float64Array(options.outputs);
    this.#row = new Float64Array(size);
  }

  /** What has been learned, for `reset`: Float32Array [(inputs + 1) × outputs], the constant last. */
  get learned(): Float32Array {
    return this.#before.map((value, i) => value + (this.#weights[i] ?? 0));
  }

  /** Forgets all pairs. @param learned where to begin instead of at 0: what `learned` gave. */
  reset(learned?: ArrayLike<number>): void {
    this.#inputProducts.fill(0);
    this.#outputProducts.fill(0);
    this.#weights.fill(0);
    this.#before.fill(0);
    if (learned !== undefined) {
      this.#before.set(learned);
    }
  }

  /** Takes in a pair, of which the first `outputs` numbers are read; predictions change at once. */
  learn(inputs: Float32Array, outputs: Float64Array): void {
    const { outputs: outputCount, memory, ridge } = this.#options;
    const size = this.#size;
    this.#takeRow(inputs);
    this.#residual.fill(0);
    this.#addProducts(this.#before, this.#residual);
    for (let output = 0; output < outputCount; output++) {
      this.#residual[output] = (outputs[output] ?? 0) - (this.#residual[output] ?? 0);
    }
    for (let i = 0; i < size; i++) {
      const value = this.#row[i] ?? 0;
      for (let j = 0; j <= i; j++) {
        const at = i * size + j;
        const sum = memory * (this.#inputProducts[at] ?? 0) + value * (this.#row[j] ?? 0);
        this.#inputProducts[at] = sum;
        this.#factor[at] = sum;
      }
      this.#factor[i * size + i] =
        (this.#inputProducts[i * size + i] ?? 0) + (i < size - 1 ? ridge : CONSTANT_RIDGE);
      for (let output = 0; output < outputCount; output++) {
        const at = i * outputCount + output;
        const sum = memory * (this.#outputProducts[at] ?? 0) + value * (this.#residual[output] ?? 0);
        this.#outputProducts[at] = sum;
        this.#weights[at] = sum;
      }
    }
    factorCholesky(this.#factor, size);
    for (let output = 0; output < outputCount; output++) {
      solveCholesky(this.#factor, size, this.#weights, output, outputCount);
    }
  }

  /** Writes what the pairs so far make of `inputs` into `target`, and 0 into what it has beyond the outputs. */
  predict(inputs: Float32Array, target: Float64Array): void {
    this.#takeRow(inputs);
    target.fill(0);
    this.#addProducts(this.#before, target);
    this.#addProducts(this.#weights, target);
  }

  /** Adds the row's outputs by some weights. */
  #addProducts(weights: Float32Array | Float64Array, target: Float64Array): void {
    const { outputs: outputCount } = this.#options;
    for (let i = 0; i < this.#size; i++) {
      const value = this.#row[i] ?? 0;
      if (value === 0) {
        continue;
      }
      for (let output = 0; output < outputCount; output++) {
        target[output] = (target[output] ?? 0) + value * (weights[i * outputCount + output] ?? 0);
      }
    }
  }

  #takeRow(inputs: Float32Array): void {
    this.#row.set(inputs);
    this.#row[this.#size - 1] = 1;
  }
}
