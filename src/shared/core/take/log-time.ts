import type { TakeHeader } from './take-record.ts';

/**
 * A time of the take's monotonic clock as MCAP's log time: nanoseconds since 1970, by the clocks as they stood when
 * the take began. Never negative, since MCAP has no sign for it.
 */
export function logTime(header: TakeHeader, time: number): bigint {
  const began = BigInt(Math.round(header.wallTime)) * 1_000_000n;
  const nanoseconds = began + BigInt(Math.round((time - header.monotonicTime) * 1e6));
  return nanoseconds > 0n ? nanoseconds : 0n;
}
