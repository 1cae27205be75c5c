/**
 * Lets at most `rate` frames per second through without drifting: the due times lie on a grid, so a frame that comes
 * a little early or late does not move those after it, and a source as fast as the cap loses nothing to its jitter.
 */
export class RateCap {
  readonly #period: number;
  #dueTime = Number.NEGATIVE_INFINITY;

  /** @param rate frames per second */
  constructor(rate: number) {
    this.#period = 1000 / rate;
  }

  /**
   * Whether a frame may pass now; passing is remembered.
   *
   * @param now milliseconds of a monotonic clock
   */
  admit(now: number): boolean {
    if (now < this.#dueTime) {
      return false;
    }
    // After a pause the grid starts anew: no more than one of the missed frames is made up for.
    this.#dueTime = Math.max(this.#dueTime + this.#period, now);
    return true;
  }
}
