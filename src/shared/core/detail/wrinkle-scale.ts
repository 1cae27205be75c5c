import { WRINKLE_REGION_COUNT } from '../face/wrinkle-regions.ts';
import { clamp } from '../tracking/interpolation.ts';

/** Share of what lies beyond the deepest yet that a depth makes the new deepest: one outlier is not believed. */
const GROWTH = 0.2;

/**
 * Turns depths of folds into wrinkle weights: how much deeper they are than on the same face at rest, from 0 to the
 * deepest that the person has shown.
 */
export class WrinkleScale {
  readonly #rest = new Float64Array(WRINKLE_REGION_COUNT);
  readonly #range = new Float64Array(WRINKLE_REGION_COUNT);

  /**
   * Starts over with a person.
   * @param rest depths at rest, metres, [15].
   * @param range how much deeper they are taken to become until deeper ones have been seen, metres, above 0, [15].
   */
  begin(rest: Float64Array, range: Float64Array): void {
    this.#rest.set(rest);
    this.#range.set(range);
  }

  /** Goes on with the same person, better known: what has been seen deeper than that stays the deepest. As {@link begin}. */
  refine(rest: Float64Array, range: Float64Array): void {
    this.#rest.set(rest);
    for (const [region, depth] of range.entries()) {
      this.#range[region] = Math.max(this.#range[region] ?? 0, depth);
    }
  }

  /** The weight of a region's depth, 0..1. */
  weigh(region: number, depth: number): number {
    const rise = depth - (this.#rest[region] ?? 0);
    let range = this.#range[region] ?? 1;
    if (rise > range) {
      range += GROWTH * (rise - range);
      this.#range[region] = range;
    }
    return clamp(rise / range, 0, 1);
  }
}
