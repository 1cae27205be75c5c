import type { FaceFrame } from '../../src/shared/core/face/face-frame.ts';
import type { InferenceResult } from '../../src/shared/core/face/face-observation.ts';
import { createFlameParameters, type FlameParameters } from '../../src/shared/core/face/flame-parameters.ts';
import { seededRandom } from './seeded-random.ts';

/** How a stand-in encoder behaves. */
export interface DelayedEncoderOptions {
  /** Milliseconds from a frame to its result; the next frame is taken up when the last result is there. */
  readonly delay: number;
  /** Standard deviation of what is added to every coefficient, standard deviations; in rotations as much less as they move less. */
  readonly noise: number;
}

/** Standard deviations that a coefficient moves by at most for one weight. */
const REACH = 2;
/** Radians of jaw for one weight. */
const JAW_REACH = 0.3;

const mixing = mixingMatrix();

/**
 * The coefficients that a perfect encoder would find for weights: linear, with a bend that no linear map can follow.
 */
export function trueCoefficients(weights: Float32Array): FlameParameters {
  const flame = createFlameParameters();
  for (let output = 0; output < 53; output++) {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] ?? 0;
      sum += (mixing[output * 52 + i] ?? 0) * (0.8 * weight + 0.2 * weight * weight);
    }
    if (output < 50) {
      flame.expression[output] = REACH * sum;
    } else {
      flame.pose[output - 47] = JAW_REACH * sum;
    }
  }
  flame.camera.set([8, 0, 0]);
  flame.light.fill(1);
  return flame;
}

/** An encoder that sees one frame at a time and takes its time over it. */
export class DelayedEncoder {
  readonly #options: DelayedEncoderOptions;
  readonly #random = seededRandom(11);
  #pending: { readonly due: number; readonly result: InferenceResult } | undefined;
  #newest: InferenceResult | undefined;

  constructor(options: DelayedEncoderOptions) {
    this.#options = options;
  }

  /** Shows it a frame and gives the newest result there is at its time. */
  see(frame: Pick<FaceFrame, 'index' | 'time'>, weights: Float32Array): InferenceResult | undefined {
    if (this.#pending !== undefined && this.#pending.due <= frame.time) {
      this.#newest = this.#pending.result;
      this.#pending = undefined;
    }
    this.#pending ??= {
      due: frame.time + this.#options.delay,
      result: { frameIndex: frame.index, flame: this.#find(weights), wrinkles: undefined },
    };
    return this.#newest;
  }

  #find(weights: Float32Array): FlameParameters {
    const flame = trueCoefficients(weights);
    this.#disturb(flame.expression, this.#options.noise);
    this.#disturb(flame.pose, (this.#options.noise * JAW_REACH) / REACH);
    return flame;
  }

  /** Adds uniform numbers of a standard deviation. */
  #disturb(values: Float32Array, deviation: number): void {
    for (let i = 0; i < values.length; i++) {
      values[i] = (values[i] ?? 0) + deviation * Math.sqrt(12) * (this.#random() - 0.5);
    }
  }
}

/** Sparse, as expressions are: each weight moves a few coefficients. Float32Array [53 × 52]. */
function mixingMatrix(): Float32Array {
  const random = seededRandom(3);
  return Float32Array.from({ length: 53 * 52 }, () => (random() < 0.15 ? 2 * random() - 1 : 0));
}
