import type { FaceObservation } from '../face/face-observation.ts';

/** Eye corners, bridge, tip, base and wings of the nose: what expressions move least. */
const STILL_LANDMARKS = [33, 133, 362, 263, 168, 4, 2, 98, 327, 129, 358, 6];

const PAIRS = STILL_LANDMARKS.flatMap((first, i) =>
  STILL_LANDMARKS.slice(i + 1).map((second) => [first, second] as const),
);

/**
 * Beyond this, two faces' signatures are two people's. Halves of a demo performer's frames differ by 0.003, two performers
 * by 0.02 to 0.04: what is below may be a relative.
 */
const ANOTHER_PERSON = 0.03;

/**
 * The proportions of a face, whatever its size and place: logarithms of distances between landmarks, less their mean, as
 * a mean over frames that look nearly ahead. Tells people apart who take each other's place before the camera.
 */
export class FaceSignature {
  readonly #sums = new Float64Array(PAIRS.length);
  #count = 0;

  add({ landmarks, imageWidth, imageHeight }: FaceObservation): void {
    const logarithms = PAIRS.map(([first, second]) => {
      const across = ((landmarks[first * 3] ?? 0) - (landmarks[second * 3] ?? 0)) * imageWidth;
      const down = ((landmarks[first * 3 + 1] ?? 0) - (landmarks[second * 3 + 1] ?? 0)) * imageHeight;
      const depth = ((landmarks[first * 3 + 2] ?? 0) - (landmarks[second * 3 + 2] ?? 0)) * imageWidth;
      return Math.log(Math.max(Math.hypot(across, down, depth), 1e-6));
    });
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / PAIRS.length;
    for (const [pair, value] of logarithms.entries()) {
      this.#sums[pair] = (this.#sums[pair] ?? 0) + value - mean;
    }
    this.#count += 1;
  }

  /** Whether it is certainly not the other's face; false while either has not been seen. */
  isAnotherThan(other: FaceSignature): boolean {
    if (this.#count === 0 || other.#count === 0) {
      return false;
    }
    const squares = this.#sums.reduce(
      (sum, value, pair) => sum + (value / this.#count - (other.#sums[pair] ?? 0) / other.#count) ** 2,
      0,
    );
    return Math.sqrt(squares / PAIRS.length) > ANOTHER_PERSON;
  }
}
