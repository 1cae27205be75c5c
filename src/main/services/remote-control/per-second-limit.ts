/** Admits a number of things in each second and refuses the rest. */
export class PerSecondLimit {
  readonly #limit: number;
  #secondStart = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @param now milliseconds of a monotonic clock */
  admit(now: number): boolean {
    if (now - this.#secondStart >= 1000) {
      this.#secondStart = now;
      this.#count = 0;
    }
    this.#count++;
    return this.#count <= this.#limit;
  }
}
