/** A picture counts as black when no sampled pixel is brighter than this, 0..255. Sensor noise stays below it. */
const BLACK_LEVEL = 24;

/** Milliseconds until a black picture, or none, is worth a word. */
const PATIENCE = 2000;

/** Milliseconds between two looks at the picture's brightness. */
const LOOK_INTERVAL = 250;

/** Watches a source's pictures: all but black (a covered lens, a privacy switch), or none coming any more. */
export class PictureWatch {
  #blackSince: number | undefined;
  #lastFrame: number;
  #lastLook = Number.NEGATIVE_INFINITY;

  /** @param now when the source was opened, milliseconds. */
  constructor(now: number) {
    this.#lastFrame = now;
  }

  /**
   * A picture has come.
   * @param brightest measures the brightest of its sampled pixels, 0..255; called only now and then
   */
  frameArrived(now: number, brightest: () => number): void {
    this.#lastFrame = now;
    if (now - this.#lastLook < LOOK_INTERVAL) {
      return;
    }
    this.#lastLook = now;
    this.#blackSince = brightest() <= BLACK_LEVEL ? (this.#blackSince ?? now) : undefined;
  }

  /** Whether the pictures have been black for two seconds. */
  isBlack(now: number): boolean {
    return this.#blackSince !== undefined && now - this.#blackSince >= PATIENCE;
  }

  /** Milliseconds since the last picture. */
  silence(now: number): number {
    return now - this.#lastFrame;
  }

  /** Whether no picture has come for two seconds. */
  isStalled(now: number): boolean {
    return this.silence(now) >= PATIENCE;
  }
}
