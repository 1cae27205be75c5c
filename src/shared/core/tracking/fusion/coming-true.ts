import { WRINKLE_REGION_COUNT } from '../../face/wrinkle-regions.ts';

/** What share of its weight a change keeps with each one that follows: some twenty seconds of results. */
const MEMORY = 0.98;
/** Changes that must have come true before any is expected, squared weights: ten of a tenth. Our choice. */
const DOUBT = 0.1;

/** Numbers to start over with. */
export const COMING_TRUE_LENGTH = 2 * WRINKLE_REGION_COUNT;

/**
 * How far expected changes of wrinkle weights come true, region by region: the gain by which they are best multiplied, by
 * least squares over the changes so far, 0..1. Folds that follow no expression get 0, however well one happens to fit.
 */
export class ComingTrue {
  /** Sums of expected times seen changes, and of squared expected ones, by region. */
  readonly #sums = new Float64Array(COMING_TRUE_LENGTH);

  /** What is known so far, for `reset`: COMING_TRUE_LENGTH numbers. */
  get learned(): Float32Array {
    return Float32Array.from(this.#sums);
  }

  reset(learned?: ArrayLike<number>): void {
    this.#sums.fill(0);
    if (learned !== undefined) {
      this.#sums.set(learned);
    }
  }

  /** Takes in by how much weights were expected to change, and by how much they did: Float64Array [15] each. */
  add(expected: Float64Array, seen: Float64Array): void {
    for (let region = 0; region < WRINKLE_REGION_COUNT; region++) {
      const change = expected[region] ?? 0;
      const products = region;
      const squares = WRINKLE_REGION_COUNT + region;
      this.#sums[products] = MEMORY * (this.#sums[products] ?? 0) + change * (seen[region] ?? 0);
      this.#sums[squares] = MEMORY * (this.#sums[squares] ?? 0) + change * change;
    }
  }

  gain(region: number): number {
    const products = this.#sums[region] ?? 0;
    const squares = this.#sums[WRINKLE_REGION_COUNT + region] ?? 0;
    return Math.min(Math.max(products / (squares + DOUBT), 0), 1);
  }
}
