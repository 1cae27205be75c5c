import type { FaceFrame } from '../../face/face-frame.ts';
import { WRINKLE_REGION_COUNT } from '../../face/wrinkle-regions.ts';
import { ramp } from '../interpolation.ts';

/** New weights are faded in over the time until the next are due, between these bounds, milliseconds. */
const SHORTEST_FADE = 60;
const LONGEST_FADE = 300;

/** Fades wrinkle weights, which come with each displacement, from one to the next. */
export class WrinkleFade {
  readonly #departure = new Float32Array(WRINKLE_REGION_COUNT);
  readonly #goal = new Float32Array(WRINKLE_REGION_COUNT);
  #seenTime = Number.NaN;
  #receivedTime = Number.NEGATIVE_INFINITY;
  #fade = LONGEST_FADE;

  /** Forgets all weights. */
  reset(): void {
    this.#seenTime = Number.NaN;
    this.#receivedTime = Number.NEGATIVE_INFINITY;
    this.#goal.fill(0);
  }

  /**
   * Takes in the weights of the newest displacement, if there are any.
   * @param seenTime of the frame that they were made from; `time` of the present one, milliseconds.
   */
  receive(weights: Float32Array | undefined, seenTime: number, time: number): void {
    if (weights === undefined) {
      this.reset();
      return;
    }
    const share = this.#shareAt(time);
    for (let i = 0; i < WRINKLE_REGION_COUNT; i++) {
      // What a frame itself shows has not changed since.
      this.#departure[i] = seenTime === time ? (weights[i] ?? 0) : this.#mix(i, share);
    }
    this.#goal.set(weights);
    this.#fade = Math.min(Math.max(time - this.#receivedTime, SHORTEST_FADE), LONGEST_FADE);
    this.#seenTime = seenTime;
    this.#receivedTime = time;
  }

  /** Writes the weights of a frame's time; 0, and NaN for their time, without any. */
  show(frame: FaceFrame): void {
    const share = this.#shareAt(frame.time);
    for (let i = 0; i < WRINKLE_REGION_COUNT; i++) {
      frame.wrinkles[i] = this.#mix(i, share);
    }
    frame.wrinkleTime = this.#seenTime;
  }

  #shareAt(time: number): number {
    return ramp(0, this.#fade, time - this.#receivedTime);
  }

  #mix(index: number, share: number): number {
    const start = this.#departure[index] ?? 0;
    return start + share * ((this.#goal[index] ?? 0) - start);
  }
}
