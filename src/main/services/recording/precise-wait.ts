import { setImmediate, setTimeout } from 'node:timers/promises';

/** Timers come up to this late even on an idle machine; the rest of the wait is spent looking at the clock. */
const TIMER_LATENESS = 2;
/** Node's timers fire at once when asked for more than 2³¹ − 1 ms. */
const LONGEST_TIMER = 60_000;

/**
 * Waits until `dueTime`, milliseconds of the clock `now`, to a fraction of a millisecond: first with a timer, then by
 * going round the event loop, which goes on serving everything else.
 * @throws the signal's reason when it aborts
 */
export async function waitUntil(dueTime: number, now: () => number, signal: AbortSignal): Promise<void> {
  for (let rest = coarseRest(dueTime, now); rest > 0; rest = coarseRest(dueTime, now)) {
    await setTimeout(rest, undefined, { signal });
  }
  while (now() < dueTime) {
    await setImmediate(undefined, { signal });
  }
  signal.throwIfAborted();
}

function coarseRest(dueTime: number, now: () => number): number {
  return Math.min(dueTime - now() - TIMER_LATENESS, LONGEST_TIMER);
}
