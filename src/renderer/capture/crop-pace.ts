/** Milliseconds of pause between two crops: the least that counts, and the most, however slow the machine. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;

/** Share of the source's frames below which the tracker is starved, and above which it has what it needs. */
const STARVED = 0.92;
const WELL_FED = 0.97;

/**
 * How long networks rest between two crops. The tracker comes first: when it loses frames, they work less, and more
 * again when it keeps up.
 */
export class CropPace {
  #pause = 0;

  /** Milliseconds. */
  get pause(): number {
    return this.#pause;
  }

  /** Takes note of the tracker's rate and its source's, frames per second, about twice a second. */
  update(trackedRate: number, sourceRate: number): void {
    const share = sourceRate > 0 ? trackedRate / sourceRate : 1;
    if (share < STARVED) {
      this.#pause = Math.min(Math.max(FIRST_PAUSE, 2 * this.#pause), LONGEST_PAUSE);
    } else if (share > WELL_FED) {
      this.#pause = this.#pause > FIRST_PAUSE ? 0.7 * this.#pause : 0;
    }
  }
}
