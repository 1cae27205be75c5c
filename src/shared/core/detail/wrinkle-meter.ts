import { WRINKLE_REGION_COUNT } from '../face/wrinkle-regions.ts';
import { ReliefBand } from './relief-band.ts';
import type { WrinkleMask } from './wrinkle-masks.ts';
import { WrinkleScale } from './wrinkle-scale.ts';

/** Metres that folds are taken to deepen by, root mean square, until deeper ones have been seen. */
const SHALLOWEST_RANGE = 1e-4;
const SHALLOWEST_RANGES = new Float64Array(WRINKLE_REGION_COUNT).fill(SHALLOWEST_RANGE);

/**
 * Turns displacements into wrinkle weights. The depth of a region's folds is the root mean square of the relief in the
 * band of folds, in the region.
 */
export class WrinkleMeter {
  readonly #masks: readonly WrinkleMask[];
  readonly #band: ReliefBand;
  readonly #scale = new WrinkleScale();

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
    const depths = Float64Array.from(this.#masks, (mask) => this.#depth(mask));
    this.#scale.begin(depths, SHALLOWEST_RANGES);
  }

  /**
   * Writes the weights of a displacement, 0..1.
   * @param displacement metres, Float32Array [size × size].
   * @param target Float32Array [15].
   */
  measure(displacement: Float32Array, target: Float32Array): void {
    this.#band.update(displacement);
    for (const [region, mask] of this.#masks.entries()) {
      target[region] = this.#scale.weigh(region, this.#depth(mask));
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
