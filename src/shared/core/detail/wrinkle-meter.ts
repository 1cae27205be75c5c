import { WRINKLE_REGION_COUNT } from '../face/wrinkle-regions.ts';
import { clamp } from '../tracking/interpolation.ts';
import { ReliefBand } from './relief-band.ts';
import type { WrinkleMask } from './wrinkle-masks.ts';

/** Metres that folds are taken to deepen by, root mean square, until deeper ones have been seen. */
const SHALLOWEST_RANGE = 1e-4;

/** Share of what lies beyond the deepest yet that a displacement makes the new deepest: one outlier is not believed. */
const GROWTH = 0.2;

/**
 * Turns displacements into wrinkle weights: how much deeper a region's folds are than on the same face at rest, from 0 to
 * the deepest that the person has shown. Depth is the root mean square of the relief in the band of folds, in the region.
 */
export class WrinkleMeter {
  readonly #masks: readonly WrinkleMask[];
  readonly #band: ReliefBand;
  readonly #rest = new Float64Array(WRINKLE_REGION_COUNT);
  readonly #range = new Float64Array(WRINKLE_REGION_COUNT).fill(SHALLOWEST_RANGE);

  /**
   * @param masks of createWrinkleMasks.
   * @param size texels along a side.
   */
  constructor(masks: readonly WrinkleMask[], size: number) {
    this.#masks = masks;
    this.#band = new ReliefBand(size);
  }

  /** Starts over with a person's displacement at rest, metres, Float32Array [size × size]. */
  rest(displacement: Float32Array): void {
    this.#band.update(displacement);
    for (const [region, mask] of this.#masks.entries()) {
      this.#rest[region] = this.#depth(mask);
    }
    this.#range.fill(SHALLOWEST_RANGE);
  }

  /**
   * Writes the weights of a displacement, 0..1.
   * @param displacement metres, Float32Array [size × size].
   * @param target Float32Array [15].
   */
  measure(displacement: Float32Array, target: Float32Array): void {
    this.#band.update(displacement);
    for (const [region, mask] of this.#masks.entries()) {
      const rise = this.#depth(mask) - (this.#rest[region] ?? 0);
      const range = this.#range[region] ?? SHALLOWEST_RANGE;
      if (rise > range) {
        this.#range[region] = range + GROWTH * (rise - range);
      }
      target[region] = clamp(rise / (this.#range[region] ?? range), 0, 1);
    }
  }

  #depth({ texels, weights }: WrinkleMask): number {
    const { values } = this.#band;
    let sum = 0;
    for (let i = 0; i < texels.length; i++) {
      const value = values[texels[i] ?? 0] ?? 0;
      sum += (weights[i] ?? 0) * value * value;
    }
    return Math.sqrt(sum);
  }
}
