/** How far back the numbers of `StreamState` look. */
const WINDOW_MILLISECONDS = 1000;
/** More than a second at the highest rate a target may have (240). */
const CAPACITY = 256;

/** The sends of the last second, in a ring that never grows. */
export class RecentSends {
  readonly #times = new Float64Array(CAPACITY).fill(Number.NEGATIVE_INFINITY);
  readonly #latencies = new Float64Array(CAPACITY);
  #next = 0;

  /**
   * @param time milliseconds of the service's monotonic clock
   * @param latency milliseconds from capture to send; NaN when it is not known
   */
  record(time: number, latency: number): void {
    this.#times[this.#next] = time;
    this.#latencies[this.#next] = latency;
    this.#next = (this.#next + 1) % CAPACITY;
  }

  /** Latencies of the sends of the last second, one per send, in no particular order. */
  latencies(now: number): number[] {
    return Array.from(this.#latencies).filter(
      (_, index) => now - (this.#times[index] ?? 0) < WINDOW_MILLISECONDS,
    );
  }
}

/** The value below which `share` (0..1) of the values lie, by nearest rank; undefined without values. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
