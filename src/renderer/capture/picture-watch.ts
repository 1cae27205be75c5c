/** A picture counts as black when no sampled pixel is brighter than this, 0..255. Sensor noise stays below it. */
const BLACK_LEVEL = 24;

/** Milliseconds until a black picture is worth a word. */
const PATIENCE = 2000;

/** Milliseconds between two looks at the picture's brightness. */
const LOOK_INTERVAL = 250;

/** Milliseconds between two calls of `check`. */
export const CHECK_INTERVAL = 250;

/** Checks without a picture until the face is let go (0.5 s), and until it is worth a word (2 s). */
const QUIET_CHECKS = 2;
const STALLED_CHECKS = 8;

/** Watches a source's pictures: all but black (a covered lens, a privacy switch), or none coming any more. */
export class PictureWatch {
  #blackSince: number | undefined;
  #lastLook = Number.NEGATIVE_INFINITY;
  /**
   * Checks since the last picture. Counted, not timed: while this thread is busy, loading a tracker for example,
   * pictures wait unread, and so do the checks.
   */
  #emptyChecks = 0;

  /**
   * A picture has come.
   * @param now milliseconds of a monotonic clock
   * @param brightest measures the brightest of its sampled pixels, 0..255; called only now and then
   */
  frameArrived(now: number, brightest: () => number): void {
    this.#emptyChecks = 0;
    if (now - this.#lastLook < LOOK_INTERVAL) {
      return;
    }
    this.#lastLook = now;
    this.#blackSince = brightest() <= BLACK_LEVEL ? (this.#blackSince ?? now) : undefined;
  }

  /** To be called every `CHECK_INTERVAL`. */
  check(): void {
    this.#emptyChecks += 1;
  }

  /** Whether the pictures have been black for two seconds. */
  isBlack(now: number): boolean {
    return this.#blackSince !== undefined && now - this.#blackSince >= PATIENCE;
  }

  /** Whether no picture has come for half a second. */
  get isQuiet(): boolean {
    return this.#emptyChecks > QUIET_CHECKS;
  }

  /** Whether no picture has come for two seconds. */
  get isStalled(): boolean {
    return this.#emptyChecks > STALLED_CHECKS;
  }
}
