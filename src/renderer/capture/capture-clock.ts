/** Beyond this a timestamp does not belong to the present run of the camera: it was restarted or re-plugged. */
const LARGEST_ERROR = 500;

/** How fast the estimated delay may grow, in milliseconds per millisecond: more than two clocks drift apart. */
const DRIFT = 0.0005;

/**
 * Turns a source's own timestamps into capture times on the session's clock. A frame's arrival is its capture plus
 * a delay that jitters with the load of the machine, its timestamp is steady but counts from somewhere else: the
 * frame that came fastest ties the two together, and time that slowly drifts apart is followed.
 */
export class CaptureClock {
  /** Milliseconds between timestamp and session clock for the fastest frame of late. */
  #offset = Number.NaN;
  #lastArrival = 0;
  #lastTime = Number.NEGATIVE_INFINITY;

  /**
   * @param timestamp the frame's own, microseconds
   * @param arrival when it arrived, milliseconds of the session's clock
   * @returns the capture time, milliseconds of the session's clock: never after the arrival, always increasing
   */
  captureTime(timestamp: number, arrival: number): number {
    const offset = arrival - timestamp / 1000;
    const expected = this.#offset + (arrival - this.#lastArrival) * DRIFT;
    const isFirstOrJumped = !(Math.abs(offset - expected) < LARGEST_ERROR);
    this.#offset = isFirstOrJumped ? offset : Math.min(offset, expected);
    this.#lastArrival = arrival;
    const time = Math.min(timestamp / 1000 + this.#offset, arrival);
    this.#lastTime = time > this.#lastTime ? time : Math.max(arrival, this.#lastTime + 1);
    return this.#lastTime;
  }
}
