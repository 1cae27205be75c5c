import type { AlignedFace } from './aligned-face.ts';
import type { FacePixels } from './face-pixels.ts';

/** Half a square's side, pixels of the aligned picture: as much as a fingertip covers. */
export const PATCH_REACH = 5;

/** Light and redness of some patches of skin: the middle one of each, so that a highlight or a lock of hair does not count. */
export class SkinReference {
  light = 0;
  redness = 0;
  readonly #landmarks: readonly number[];
  readonly #lights: Float64Array;
  readonly #rednesses: Float64Array;

  constructor(landmarks: readonly number[]) {
    this.#landmarks = landmarks;
    this.#lights = new Float64Array(landmarks.length);
    this.#rednesses = new Float64Array(landmarks.length);
  }

  measure(pixels: FacePixels, { points }: AlignedFace): void {
    for (let i = 0; i < this.#landmarks.length; i++) {
      const landmark = this.#landmarks[i] ?? 0;
      const column = Math.floor(points[landmark * 2] ?? 0);
      pixels.lookAround(column, Math.floor(points[landmark * 2 + 1] ?? 0), PATCH_REACH);
      this.#lights[i] = pixels.light;
      this.#rednesses[i] = pixels.redness;
    }
    this.light = median(this.#lights);
    this.redness = median(this.#rednesses);
  }
}

/** Sorts `values` in place. */
function median(values: Float64Array): number {
  values.sort();
  const upper = values.length >> 1;
  return ((values[upper] ?? 0) + (values[(values.length - 1) >> 1] ?? 0)) / 2;
}
