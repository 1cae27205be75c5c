/** Times are kept in steps of 2⁻¹⁰ ms, see `createSessionClock`. */
const STEPS_PER_MILLISECOND = 1024;

/**
 * Rounds to a multiple of 2⁻¹⁰ ms. Sums and differences of such times are exact in double precision (for 250 000
 * years), so that moving frames to another process's clock leaves the intervals between them, and with them every
 * filtered value of a recorded take, the same to the last bit.
 */
export function roundTime(milliseconds: number): number {
  return Math.round(milliseconds * STEPS_PER_MILLISECOND) / STEPS_PER_MILLISECOND;
}

/**
 * The session's monotonic clock inside a worker: milliseconds since the page's time origin, that is, what the page
 * reads from `performance.now()`.
 */
export function createSessionClock(
  performance: Pick<Performance, 'now' | 'timeOrigin'>,
  pageTimeOrigin: number,
): () => number {
  const ahead = performance.timeOrigin - pageTimeOrigin;
  return () => roundTime(performance.now() + ahead);
}
