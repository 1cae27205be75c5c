import { clamp, smoothstep } from '../../tracking/interpolation.ts';
import { type ReliefObservation, SHADING_RANGE } from './relief-observation.ts';

/** Texels to either side that a local mean goes over, as a share of the map's edge: 16 of 256. */
export const REACH_SHARE = 1 / 16;

/** Share of the box that must be seen for its mean to tell anything. */
export const LEAST_SEEN = 0.1;

/** About the mean of a box, logarithms of brightness between which a texel begins to count as one of the brighter ones. */
export const BRIGHTER = [-0.1, 0.1] as const;

/**
 * Below the mean of the brighter ones, logarithms of brightness between which a texel ceases to count: hair is darker than
 * any fold, and next to it the mean would be so dark that bare skin shows nothing but white. Our choice: less than half as
 * bright.
 */
export const HAIR = [-0.85, -0.6] as const;

/**
 * Takes out of a map of brightness all that is coarser than a fold, by subtracting its weighted mean in a box, and what is
 * darker than one.
 */
export class LocalContrast {
  readonly #size: number;
  readonly #reach: number;
  /** Sums along rows of the weights, and of the weighted logarithms, Float32Array [size × size]. */
  readonly #weightSums: Float32Array;
  readonly #sums: Float32Array;
  /** Of each texel, the share of its box that is seen, and the mean there, Float32Array [size × size]. */
  readonly #shares: Float32Array;
  readonly #means: Float32Array;
  /** The weights that are left, Float32Array [size × size]. */
  readonly #bare: Float32Array;
  /** Sums over the rows around the present one, Float64Array [size]. */
  readonly #boxWeights: Float64Array;
  readonly #boxes: Float64Array;

  /** @param size texels along an edge. */
  constructor(size: number) {
    this.#size = size;
    this.#reach = size * REACH_SHARE;
    this.#weightSums = new Float32Array(size * size);
    this.#sums = new Float32Array(size * size);
    this.#shares = new Float32Array(size * size);
    this.#means = new Float32Array(size * size);
    this.#bare = new Float32Array(size * size);
    this.#boxWeights = new Float64Array(size);
    this.#boxes = new Float64Array(size);
  }

  /**
   * Writes what is left: shading and weight.
   * @param logs natural logarithms of brightness, Float32Array [size × size]; read where the weight is not 0.
   * @param weights 0..1, Float32Array [size × size].
   */
  apply(logs: Float32Array, weights: Float32Array, { shading, weight }: ReliefObservation): void {
    this.#average(logs, weights);
    this.#keepAbove(BRIGHTER, logs, weights);
    this.#average(logs, this.#bare);
    this.#keepAbove(HAIR, logs, weights);
    this.#average(logs, this.#bare);
    for (let texel = 0; texel < weights.length; texel += 1) {
      const isSeen = (this.#shares[texel] ?? 0) >= LEAST_SEEN;
      const contrast = ((logs[texel] ?? 0) - (this.#means[texel] ?? 0)) / SHADING_RANGE;
      weight[texel] = isSeen ? Math.round(255 * (this.#bare[texel] ?? 0)) : 0;
      shading[texel] = weight[texel] === 0 ? 0 : Math.round(127 * clamp(contrast, -1, 1));
    }
  }

  /** Leaves of the weights those of texels that lie above a pair of logarithms about the mean. */
  #keepAbove(pair: readonly [number, number], logs: Float32Array, weights: Float32Array): void {
    const [none, all] = pair;
    for (let texel = 0; texel < weights.length; texel += 1) {
      const contrast = (logs[texel] ?? 0) - (this.#means[texel] ?? 0);
      const seen = weights[texel] ?? 0;
      this.#bare[texel] = seen === 0 ? 0 : seen * smoothstep(none, all, contrast);
    }
  }

  /** Finds the share of each texel's box that is seen, and the mean there. */
  #average(logs: Float32Array, weights: Float32Array): void {
    const size = this.#size;
    const reach = this.#reach;
    this.#sumRows(logs, weights);
    this.#boxWeights.fill(0);
    this.#boxes.fill(0);
    for (let row = -reach; row < size; row += 1) {
      this.#moveBoxes(row + reach, 1);
      this.#moveBoxes(row - reach - 1, -1);
      for (let column = 0; row >= 0 && column < size; column += 1) {
        const texel = row * size + column;
        const boxWeight = this.#boxWeights[column] ?? 0;
        this.#shares[texel] = boxWeight / (2 * reach + 1) ** 2;
        this.#means[texel] = boxWeight > 0 ? (this.#boxes[column] ?? 0) / boxWeight : 0;
      }
    }
  }

  /** Takes a row into the boxes, or out of them; none beyond the map's edges. */
  #moveBoxes(row: number, sign: 1 | -1): void {
    const size = this.#size;
    if (row < 0 || row >= size) {
      return;
    }
    for (let column = 0; column < size; column += 1) {
      const texel = row * size + column;
      this.#boxWeights[column] = (this.#boxWeights[column] ?? 0) + sign * (this.#weightSums[texel] ?? 0);
      this.#boxes[column] = (this.#boxes[column] ?? 0) + sign * (this.#sums[texel] ?? 0);
    }
  }

  #sumRows(logs: Float32Array, weights: Float32Array): void {
    const size = this.#size;
    const reach = this.#reach;
    for (let start = 0; start < weights.length; start += size) {
      let weightSum = 0;
      let sum = 0;
      for (let column = -reach; column < size; column += 1) {
        if (column + reach < size) {
          const weight = weights[start + column + reach] ?? 0;
          weightSum += weight;
          sum += weight === 0 ? 0 : weight * (logs[start + column + reach] ?? 0);
        }
        if (column - reach - 1 >= 0) {
          const weight = weights[start + column - reach - 1] ?? 0;
          weightSum -= weight;
          sum -= weight === 0 ? 0 : weight * (logs[start + column - reach - 1] ?? 0);
        }
        if (column >= 0) {
          this.#weightSums[start + column] = weightSum;
          this.#sums[start + column] = sum;
        }
      }
    }
  }
}
