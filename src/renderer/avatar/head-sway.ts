import { Vector3 } from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';

/** Share of the head's movement that is shown: all of it would carry the head out of the picture. */
const SHOWN_SHARE = 0.5;
/** Farthest that the head is moved from its place, metres; reached only in the limit. */
const FARTHEST = 0.05;
/** Seconds in which a new place becomes the one that movements are measured from, to two thirds. */
const SETTLING_TIME = 6;

/** How far a head is shown from its place when the person moves about: a part of the way, and back after a while. */
export class HeadSway {
  /** Metres, the frame's axes. */
  readonly offset = new Vector3();
  readonly #rest = new Vector3();
  readonly #place = new Vector3();
  #time = Number.NaN;

  /** Takes over a frame's head translation. Numbers that are not finite change nothing. */
  update({ headTranslation, time, tracking }: FaceFrame): void {
    this.#place.fromArray(headTranslation).multiplyScalar(0.01);
    const seconds = (time - this.#time) / 1000;
    if (!Number.isFinite(this.#place.lengthSq())) {
      return;
    }
    this.#time = time;
    if (tracking === 'lost' || !(seconds >= 0 && seconds < 1)) {
      this.#rest.copy(this.#place);
    } else {
      this.#rest.lerp(this.#place, 1 - Math.exp(-seconds / SETTLING_TIME));
    }
    this.offset.copy(this.#place).sub(this.#rest).multiplyScalar(SHOWN_SHARE);
    this.offset.multiplyScalar(1 / (1 + this.offset.length() / FARTHEST));
  }
}
