/** How far another process's monotonic clock is ahead of ours. */
export interface ClockOffset {
  /** Milliseconds; their time = our time + offset. */
  readonly offset: number;
  /** The true offset lies within ± this many milliseconds: half of the shortest round trip. */
  readonly uncertainty: number;
}

/** Exchanges per measurement: the first ones meet cold code, and the shortest of the others is a quiet moment. */
const ROUNDS = 5;

/**
 * Measures the offset by asking for the other clock's time a few times. Assumes that both ways of a trip take equally
 * long and trusts the shortest trip, as NTP's clock filter does (RFC 5905, section 10).
 *
 * @param now our monotonic clock, milliseconds
 * @param exchange sends our time, answers with theirs (the contract's `hello`)
 */
export async function measureClockOffset(
  now: () => number,
  exchange: (clientTime: number) => Promise<number>,
): Promise<ClockOffset> {
  let best: ClockOffset = { offset: 0, uncertainty: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round++) {
    const sent = now();
    const theirTime = await exchange(sent);
    const halfTrip = (now() - sent) / 2;
    if (halfTrip < best.uncertainty) {
      best = { offset: theirTime - sent - halfTrip, uncertainty: halfTrip };
    }
  }
  return best;
}
