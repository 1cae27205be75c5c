/** Milliseconds by which wall and monotonic clock must part at once to count; slow corrections stay below. */
const LEAST_JUMP = 1000;

/** Notices when the machine slept or its clock was set: the wall clock then moves against the monotonic one. */
export class JumpingClock {
  readonly #now: () => number;
  readonly #wallNow: () => number;
  #difference: number;

  constructor({ now, wallNow }: { readonly now: () => number; readonly wallNow: () => number }) {
    this.#now = now;
    this.#wallNow = wallNow;
    this.#difference = wallNow() - now();
  }

  /** Milliseconds the wall clock has jumped ahead (or back) since the last call; undefined when it has not. */
  jump(): number | undefined {
    const difference = this.#wallNow() - this.#now();
    const jump = difference - this.#difference;
    this.#difference = difference;
    return Math.abs(jump) >= LEAST_JUMP ? jump : undefined;
  }
}
