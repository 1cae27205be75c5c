import type { FaceFrame } from '../../face/face-frame.ts';
import type { InferenceResult } from '../../face/face-observation.ts';
import { createFlameParameters } from '../../face/flame-parameters.ts';
import { FLAME_LEARNED_LENGTH, FlameFusion } from './flame-fusion.ts';
import { FrameHistory } from './frame-history.ts';
import { WRINKLES_LEARNED_LENGTH, WrinkleFusion } from './wrinkle-fusion.ts';

/** Numbers of what a fusion has learned: FLAME's coefficients, then the wrinkle weights. */
export const LEARNED_LENGTH = FLAME_LEARNED_LENGTH + WRINKLES_LEARNED_LENGTH;

/** Brings what a face pack's networks find, late and seldom, into every frame. Allocates nothing once it runs. */
export class ResultFusion {
  readonly #history = new FrameHistory();
  readonly #flame = new FlameFusion();
  readonly #wrinkles = new WrinkleFusion();
  /** Frame of the newest result taken in, −1 before the first. */
  #resultIndex = -1;

  /**
   * What has been learned of how coefficients and wrinkle weights follow from the tracker's weights, LEARNED_LENGTH
   * numbers; undefined while no pack runs.
   */
  get learned(): Float32Array | undefined {
    if (!this.#flame.hasResult && !this.#wrinkles.hasResult) {
      return undefined;
    }
    const learned = new Float32Array(LEARNED_LENGTH);
    learned.set(this.#flame.learned);
    learned.set(this.#wrinkles.learned, FLAME_LEARNED_LENGTH);
    return learned;
  }

  /** Forgets everything but `learned`: LEARNED_LENGTH numbers, or the first of them. */
  reset(learned?: ArrayLike<number>): void {
    const numbers = learned && Float32Array.from(learned);
    this.#flame.reset(numbers?.subarray(0, FLAME_LEARNED_LENGTH));
    this.#wrinkles.reset(numbers?.subarray(FLAME_LEARNED_LENGTH, LEARNED_LENGTH));
    this.forgetFace();
  }

  /** Forgets what does not hold for a face that comes anew. */
  forgetFace(): void {
    this.#history.reset();
    this.#flame.forgetFace();
    this.#wrinkles.forgetFace();
    this.#resultIndex = -1;
  }

  /**
   * Gives a tracked frame its FLAME parameters and wrinkle weights, or takes them from it when no pack runs.
   * @param result the newest there is, as often as there is no newer one.
   * @param frame calibrated and filtered.
   */
  apply(result: InferenceResult | undefined, frame: FaceFrame): void {
    this.#history.record(frame.index, frame.time, frame.expression, frame.headRotation);
    if (result === undefined) {
      this.#leaveOut(frame);
      return;
    }
    if (result.frameIndex !== this.#resultIndex) {
      this.#receive(result, frame);
    }
    this.#wrinkles.show(frame);
    if (this.#flame.hasResult) {
      frame.flame ??= createFlameParameters();
      this.#flame.predict(frame, frame.flame);
    } else {
      frame.flame = undefined;
    }
  }

  #receive({ frameIndex, flame, wrinkles }: InferenceResult, frame: FaceFrame): void {
    this.#resultIndex = frameIndex;
    const place = this.#history.find(frameIndex);
    if (flame === undefined) {
      this.#flame.reset();
    } else {
      this.#flame.receive(flame, this.#history, place, frame);
    }
    if (wrinkles === undefined) {
      this.#wrinkles.reset();
    } else {
      this.#wrinkles.receive(wrinkles, this.#history, place, frame);
    }
  }

  /** Another pack may have other coefficients: nothing that was learned holds. */
  #leaveOut(frame: FaceFrame): void {
    if (this.#resultIndex >= 0) {
      this.#resultIndex = -1;
      this.#flame.reset();
      this.#wrinkles.reset();
    }
    frame.flame = undefined;
    frame.wrinkles.fill(0);
    frame.wrinkleTime = Number.NaN;
  }
}
