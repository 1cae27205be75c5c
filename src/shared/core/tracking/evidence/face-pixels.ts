import { clamp } from '../interpolation.ts';
import { ALIGNED_FACE_SIZE } from './aligned-face.ts';

/** Added to every channel before logarithms are taken, of 255: sensors know nothing finer in the dark. */
const DARK_LEVEL = 6;

/** Points of the longest line that is looked along. */
const LONGEST_LINE = 160;

const LAST = ALIGNED_FACE_SIZE - 1;

/**
 * Reads the aligned picture of a face: four bytes a pixel, red, green, blue and one that does not count. Places are in
 * pixels from its upper left corner, so that pixels have their middles at halves.
 *
 * Light is the logarithm of Rec. 601's luma; redness that of red against green, the colour that tells lips, sclera and
 * teeth from skin in any light. Results stay in arrays until the next look: numbers that are handed over, as those of
 * every point would be, are objects on the heap.
 */
export class FacePixels {
  /** Along the last line, by point. */
  readonly lights = new Float64Array(LONGEST_LINE);
  readonly rednesses = new Float64Array(LONGEST_LINE);
  #bytes: Uint8Array | Uint8ClampedArray = new Uint8Array(0);
  /** Red, green and blue of what was looked at. */
  readonly #mean = new Float64Array(3);

  /** @param bytes [192 × 192 × 4]; read, not kept beyond the next `open`. @returns false when they are too few. */
  open(bytes: Uint8Array | Uint8ClampedArray): boolean {
    this.#bytes = bytes;
    return bytes.length >= ALIGNED_FACE_SIZE * ALIGNED_FACE_SIZE * 4;
  }

  /** Looks at points along a line, between pixels too; beyond the picture's edge at the edge. */
  lookAlong(x: number, y: number, stepX: number, stepY: number, count: number): void {
    const bytes = this.#bytes;
    const mean = this.#mean;
    for (let i = 0; i < Math.min(count, LONGEST_LINE); i++) {
      const heldX = clamp(x + i * stepX - 0.5, 0, LAST);
      const heldY = clamp(y + i * stepY - 0.5, 0, LAST);
      const left = Math.min(Math.floor(heldX), LAST - 1);
      const top = Math.min(Math.floor(heldY), LAST - 1);
      const shareX = heldX - left;
      const shareY = heldY - top;
      const above = (top * ALIGNED_FACE_SIZE + left) * 4;
      const below = above + ALIGNED_FACE_SIZE * 4;
      for (let channel = 0; channel < 3; channel++) {
        const upper =
          (1 - shareX) * (bytes[above + channel] ?? 0) + shareX * (bytes[above + 4 + channel] ?? 0);
        const lower =
          (1 - shareX) * (bytes[below + channel] ?? 0) + shareX * (bytes[below + 4 + channel] ?? 0);
        mean[channel] = (1 - shareY) * upper + shareY * lower;
      }
      this.lights[i] = this.light;
      this.rednesses[i] = this.redness;
    }
  }

  /** Looks at the square of 2 × `reach` + 1 pixels about a pixel, as far as it lies in the picture. */
  lookAround(column: number, row: number, reach: number): void {
    const bytes = this.#bytes;
    const middleX = clamp(column, 0, LAST);
    const middleY = clamp(row, 0, LAST);
    const left = Math.max(middleX - reach, 0);
    const right = Math.min(middleX + reach, LAST);
    const top = Math.max(middleY - reach, 0);
    const bottom = Math.min(middleY + reach, LAST);
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let y = top; y <= bottom; y++) {
      const end = (y * ALIGNED_FACE_SIZE + right) * 4;
      for (let at = (y * ALIGNED_FACE_SIZE + left) * 4; at <= end; at += 4) {
        red += bytes[at] ?? 0;
        green += bytes[at + 1] ?? 0;
        blue += bytes[at + 2] ?? 0;
      }
    }
    const count = (right - left + 1) * (bottom - top + 1);
    this.#mean[0] = red / count;
    this.#mean[1] = green / count;
    this.#mean[2] = blue / count;
  }

  /** Of what was looked at last. */
  get light(): number {
    const mean = this.#mean;
    return Math.log(0.299 * (mean[0] ?? 0) + 0.587 * (mean[1] ?? 0) + 0.114 * (mean[2] ?? 0) + DARK_LEVEL);
  }

  /** Of what was looked at last. */
  get redness(): number {
    return Math.log(((this.#mean[0] ?? 0) + DARK_LEVEL) / ((this.#mean[1] ?? 0) + DARK_LEVEL));
  }
}
