import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import { clamp } from '../interpolation.ts';

/** A face is at rest, or less, this share of the time; each weight's rest is that quantile of it. */
const REST_SHARE = 0.25;

/** How fast a rest can follow, weight per second. */
const SPEED = 0.03;

/** A rest beyond this is not taken out: what is left would be mostly noise. */
const LARGEST_REST = 0.6;

/**
 * What a face seems to express at rest: measured by a calibration or, without one, a running quantile of every weight
 * (stochastic approximation, Robbins and Monro 1951).
 */
export class RestWeights {
  readonly #rest = new Float64Array(EXPRESSION_COUNT);
  #isCalibrated = false;

  /** Forgets what was learned. */
  reset(): void {
    if (!this.#isCalibrated) {
      this.#rest.fill(0);
    }
  }

  /** Takes over what a calibration has measured, and no longer learns; learns again without. */
  calibrate(rest: readonly number[] | undefined): void {
    if (rest === undefined) {
      if (this.#isCalibrated) {
        this.#rest.fill(0);
      }
    } else {
      for (let i = 0; i < EXPRESSION_COUNT; i++) {
        this.#rest[i] = clamp(rest[i] ?? 0, 0, LARGEST_REST);
      }
    }
    this.#isCalibrated = rest !== undefined;
  }

  /** Learns from a frame's weights. */
  learn(weights: Float32Array, seconds: number): void {
    for (let i = 0; !this.#isCalibrated && i < EXPRESSION_COUNT; i++) {
      const rest = this.#rest[i] ?? 0;
      const step = SPEED * seconds * ((weights[i] ?? 0) > rest ? REST_SHARE : REST_SHARE - 1);
      this.#rest[i] = clamp(rest + step, 0, LARGEST_REST);
    }
  }

  /** Writes weights without their rest, stretched so that 1 stays 1, to `target` (Float32Array [52]). */
  takeOff(weights: Float32Array, target: Float32Array): void {
    for (let i = 0; i < EXPRESSION_COUNT; i++) {
      const rest = this.#rest[i] ?? 0;
      target[i] = clamp(((weights[i] ?? 0) - rest) / (1 - rest), 0, 1);
    }
  }
}
