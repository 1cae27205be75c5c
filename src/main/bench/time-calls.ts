import { quantile } from '../services/stream/recent-sends.ts';
import { bytesAllocatedPerCall } from './allocations.ts';
import type { StageCost } from './stage.ts';

/** Long enough for the compiler to finish and for a busy machine's hiccups to show, short enough to wait for. */
const WARM_UP_MILLISECONDS = 300;
const MEASURED_MILLISECONDS = 700;
const MOST_CALLS = 20_000;
/** Calls that allocations are counted over, and as many milliseconds at the most. */
const COUNTED_CALLS = 1000;
const COUNTED_MILLISECONDS = 300;

/** Milliseconds, median and 95th percentile. */
export type Timing = Pick<StageCost, 'median' | 'p95'>;

/** The usual numbers of a list of durations. */
export function timingOf(durations: readonly number[]): Timing {
  return { median: quantile(durations, 0.5) ?? Number.NaN, p95: quantile(durations, 0.95) ?? Number.NaN };
}

/** What a call costs in this process, in time and in memory. */
export function timeCalls(call: () => void): Timing & Pick<StageCost, 'bytesPerCall'> {
  repeatFor(WARM_UP_MILLISECONDS, call);
  const timing = timingOf(repeatFor(MEASURED_MILLISECONDS, call));
  const countedCalls = Math.min(COUNTED_CALLS, Math.ceil(COUNTED_MILLISECONDS / timing.median));
  return { ...timing, bytesPerCall: Math.round(bytesAllocatedPerCall(call, 0, countedCalls)) };
}

/** What a call that has to be waited for costs. */
export async function timeAsyncCalls(call: () => Promise<unknown>): Promise<Timing> {
  const durations: number[] = [];
  const end = performance.now() + WARM_UP_MILLISECONDS + MEASURED_MILLISECONDS;
  const measureFrom = end - MEASURED_MILLISECONDS;
  for (let start = performance.now(); start < end; start = performance.now()) {
    await call();
    if (start >= measureFrom) {
      durations.push(performance.now() - start);
    }
  }
  return timingOf(durations);
}

function repeatFor(milliseconds: number, call: () => void): number[] {
  const durations: number[] = [];
  const end = performance.now() + milliseconds;
  for (let start = performance.now(); start < end && durations.length < MOST_CALLS; ) {
    call();
    const now = performance.now();
    durations.push(now - start);
    start = now;
  }
  return durations;
}
