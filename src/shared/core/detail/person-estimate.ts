import { HEAD_ROTATION } from './face-parameters.ts';
import { robustMean } from './robust-mean.ts';

/** Crops that a person is estimated from: four seconds at five a second; more change the mean by little. */
export const PERSON_CROPS = 20;

/** Crops looked at before the best so far must do. */
const PATIENCE = 2 * PERSON_CROPS;

/** A head turned by no more than this, radians, shows both halves of the face. */
const FRONTAL = 0.3;

/** What one crop says of the person. */
export interface PersonSample {
  /** Float32Array [100] coefficients of the identity basis. */
  readonly shape: Float32Array;
  /** Float32Array [128]. */
  readonly detail: Float32Array;
  /** Float32Array [6] of the crop: how the head is turned says how much can be seen. */
  readonly pose: Float32Array;
}

/** What does not change about a person. */
export interface PersonCodes {
  readonly shape: Float32Array;
  readonly detail: Float32Array;
}

/**
 * Estimates a person's shape and detail code over the first good crops of a session: the robust mean over those that
 * show the face from the front. Then both are fixed, for a person does not change while the camera runs.
 */
export class PersonEstimate {
  readonly #samples: { readonly sample: PersonSample; readonly turn: number }[] = [];
  #codes: PersonCodes | undefined;

  /** @param codes of a person who is known already. */
  constructor(codes: PersonCodes | undefined) {
    this.#codes = codes;
  }

  /** Crops that count so far. */
  get done(): number {
    return this.#codes === undefined ? this.#frontalCount() : PERSON_CROPS;
  }

  /** The person; undefined until there are enough crops. */
  get codes(): PersonCodes | undefined {
    return this.#codes;
  }

  /** Takes in a crop's codes, which must not change afterwards; does nothing once the person is known. */
  add(sample: PersonSample): void {
    if (this.#codes !== undefined) {
      return;
    }
    const { pose } = sample;
    const turn = Math.hypot(...pose.subarray(HEAD_ROTATION, HEAD_ROTATION + 3));
    this.#samples.push({ sample, turn });
    if (this.#frontalCount() >= PERSON_CROPS || this.#samples.length >= PATIENCE) {
      this.#codes = this.#estimate();
      this.#samples.length = 0;
    }
  }

  #frontalCount(): number {
    return this.#samples.filter(({ turn }) => turn < FRONTAL).length;
  }

  #estimate(): PersonCodes {
    const best = this.#samples
      .toSorted((a, b) => a.turn - b.turn)
      .slice(0, PERSON_CROPS)
      .map(({ sample }) => sample);
    return {
      shape: robustMean(best.map(({ shape }) => shape)),
      detail: robustMean(best.map(({ detail }) => detail)),
    };
  }
}
