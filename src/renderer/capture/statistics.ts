import type { TrackerStatistics } from '../state/app-state.ts';

/** Statistics look back this far, milliseconds. */
const WINDOW = 1000;

/** More frames than any camera delivers in the window; older ones are overwritten. */
const CAPACITY = 256;

/** The last moments of something that happens again and again, each with a value. Memory never grows. */
export class RecentValues {
  readonly #times = new Float64Array(CAPACITY).fill(Number.NEGATIVE_INFINITY);
  readonly #values = new Float64Array(CAPACITY);
  readonly #sorted = new Float64Array(CAPACITY);
  #next = 0;

  add(time: number, value = 0): void {
    this.#times[this.#next] = time;
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % CAPACITY;
  }

  clear(): void {
    this.#times.fill(Number.NEGATIVE_INFINITY);
  }

  /** How many happened in the last second before `now`: the rate per second. */
  rate(now: number): number {
    return this.#collect(now).length;
  }

  /** The smallest value that `share` (0..1) of those of the last second do not exceed; 0 without any. */
  quantile(share: number, now: number): number {
    const sorted = this.#collect(now).sort();
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  }

  /** The values of the last second: a view that the next call overwrites. */
  #collect(now: number): Float64Array {
    let count = 0;
    for (let i = 0; i < CAPACITY; i++) {
      const time = this.#times[i] ?? Number.NEGATIVE_INFINITY;
      if (time > now - WINDOW && time <= now) {
        this.#sorted[count] = this.#values[i] ?? 0;
        count += 1;
      }
    }
    return this.#sorted.subarray(0, count);
  }
}

/** Rates, delays and drops of the tracker over the last second. Times are milliseconds of the session's clock. */
export class TrackingStatistics {
  readonly #arrivals = new RecentValues();
  readonly #tracked = new RecentValues();

  frameArrived(now: number): void {
    this.#arrivals.add(now);
  }

  /** @param duration milliseconds from the frame's arrival to its FaceFrame. */
  frameTracked(now: number, duration: number): void {
    this.#tracked.add(now, duration);
  }

  /** @param counts frames since the source started that were not tracked, and not sent. */
  read(now: number, counts: Pick<TrackerStatistics, 'droppedFrames' | 'unsentFrames'>): TrackerStatistics {
    return {
      ...counts,
      sourceRate: this.#arrivals.rate(now),
      trackedRate: this.#tracked.rate(now),
      trackMedian: this.#tracked.quantile(0.5, now),
      trackP95: this.#tracked.quantile(0.95, now),
    };
  }

  clear(): void {
    this.#arrivals.clear();
    this.#tracked.clear();
  }
}
