import { clamp } from '../interpolation.ts';
import { ALIGNED_FACE_SIZE } from './aligned-face.ts';

/** Added to every channel before logarithms are taken, of 255: sensors know nothing finer in the dark. */
const DARK_LEVEL = 6;

/**
 * Reads the aligned picture of a face: four bytes a pixel, red, green, blue and one that does not count. Places are in
 * pixels from its upper left corner, so that pixels have their middles at halves.
 */
export class FacePixels {
  #bytes: Uint8Array | Uint8ClampedArray = new Uint8Array(0);
  #red = 0;
  #green = 0;
  #blue = 0;

  /** @param bytes [192 × 192 × 4]; read, not kept beyond the next `open`. @returns false when they are too few. */
  open(bytes: Uint8Array | Uint8ClampedArray): boolean {
    this.#bytes = bytes;
    return bytes.length >= ALIGNED_FACE_SIZE * ALIGNED_FACE_SIZE * 4;
  }

  /** Looks at a point, between pixels too; beyond the edge at the edge. */
  look(x: number, y: number): void {
    const last = ALIGNED_FACE_SIZE - 1;
    const heldX = clamp(x - 0.5, 0, last);
    const heldY = clamp(y - 0.5, 0, last);
    const left = Math.min(Math.floor(heldX), last - 1);
    const top = Math.min(Math.floor(heldY), last - 1);
    const shareX = heldX - left;
    const shareY = heldY - top;
    this.#clear();
    const at = (top * ALIGNED_FACE_SIZE + left) * 4;
    this.#add(at, (1 - shareX) * (1 - shareY));
    this.#add(at + 4, shareX * (1 - shareY));
    this.#add(at + ALIGNED_FACE_SIZE * 4, (1 - shareX) * shareY);
    this.#add(at + ALIGNED_FACE_SIZE * 4 + 4, shareX * shareY);
  }

  /** Looks at a square of 2 × `reach` + 1 pixels, as far as it lies in the picture. */
  lookAround(x: number, y: number, reach: number): void {
    const last = ALIGNED_FACE_SIZE - 1;
    const middleX = Math.floor(clamp(x, 0, last));
    const middleY = Math.floor(clamp(y, 0, last));
    const left = Math.max(middleX - reach, 0);
    const right = Math.min(middleX + reach, last);
    const top = Math.max(middleY - reach, 0);
    const bottom = Math.min(middleY + reach, last);
    const share = 1 / ((right - left + 1) * (bottom - top + 1));
    this.#clear();
    for (let row = top; row <= bottom; row++) {
      const start = row * ALIGNED_FACE_SIZE;
      for (let column = left; column <= right; column++) {
        this.#add((start + column) * 4, share);
      }
    }
  }

  /** Logarithm of how light it is where was looked (luma of Rec. 601). */
  get light(): number {
    return Math.log(0.299 * this.#red + 0.587 * this.#green + 0.114 * this.#blue + DARK_LEVEL);
  }

  /** Logarithm of red against green there: the colour that tells lips, sclera and teeth from skin in any light. */
  get redness(): number {
    return Math.log((this.#red + DARK_LEVEL) / (this.#green + DARK_LEVEL));
  }

  #clear(): void {
    this.#red = 0;
    this.#green = 0;
    this.#blue = 0;
  }

  #add(at: number, share: number): void {
    this.#red += share * (this.#bytes[at] ?? 0);
    this.#green += share * (this.#bytes[at + 1] ?? 0);
    this.#blue += share * (this.#bytes[at + 2] ?? 0);
  }
}
