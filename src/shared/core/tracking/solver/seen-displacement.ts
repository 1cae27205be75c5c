import { halfTrust, leftShares } from './half-trust.ts';
import { LANDMARK_NUMBERS, type LandmarkBasis } from './landmark-basis.ts';
import { mirroredLandmarks } from './mirrored-landmarks.ts';

/** Numbers of one frame's displacement: 478 × (sideways, up). */
export const DISPLACEMENT_NUMBERS = (LANDMARK_NUMBERS / 3) * 2;

/**
 * How far each landmark was seen from its rest, along the head's x and y: of its depth a picture tells nothing. A half
 * of the face that is turned away is taken for the mirror image of the other.
 */
export class SeenDisplacement {
  /** Float64Array [478 × 2], centimetres. */
  readonly values = new Float64Array(DISPLACEMENT_NUMBERS);
  readonly #mirrored: Uint16Array;
  readonly #leftShare: Float64Array;

  constructor({ neutral }: LandmarkBasis) {
    this.#mirrored = mirroredLandmarks(neutral);
    this.#leftShare = leftShares(neutral);
  }

  /**
   * Reads a frame. Allocates nothing.
   * @param landmarks Float64Array [478 × 3]: where they were seen, in the head frame, centimetres.
   * @param neutral Float64Array [478 × 3]: where they are at rest.
   * @param rotation Float64Array [9], column-major: head to camera.
   */
  update(landmarks: Float64Array, neutral: Float64Array, rotation: Float64Array): void {
    const turn = rotation[2] ?? 0;
    const leftTrust = halfTrust(-turn);
    const rightTrust = halfTrust(turn);
    for (let landmark = 0; landmark < this.#mirrored.length; landmark++) {
      const own = landmark * 3;
      const other = (this.#mirrored[landmark] ?? 0) * 3;
      const left = this.#leftShare[landmark] ?? 0;
      const trust = left * leftTrust + (1 - left) * rightTrust;
      const x = (landmarks[own] ?? 0) - (neutral[own] ?? 0);
      const y = (landmarks[own + 1] ?? 0) - (neutral[own + 1] ?? 0);
      const otherX = (landmarks[other] ?? 0) - (neutral[other] ?? 0);
      const otherY = (landmarks[other + 1] ?? 0) - (neutral[other + 1] ?? 0);
      this.values[landmark * 2] = trust * x - (1 - trust) * otherX;
      this.values[landmark * 2 + 1] = trust * y + (1 - trust) * otherY;
    }
  }
}
