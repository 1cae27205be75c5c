import { describe, expect, it } from 'vitest';
import { createSessionClock, roundTime } from '../../../src/renderer/capture/session-clock.ts';

describe('roundTime', () => {
  it('makes moving times to another clock leave their intervals exactly the same', () => {
    const offset = roundTime(86_400_123.4567);
    const times = [0.1, 33.4333, 66.7, 100.0000001].map(roundTime);

    const intervals = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    const moved = times.map((time) => time + offset);

    expect(moved.slice(1).map((time, i) => time - (moved[i] ?? 0))).toEqual(intervals);
  });
});

describe('createSessionClock', () => {
  it('reads what the page reads', () => {
    const worker = { timeOrigin: 5250, now: () => 100 };

    expect(createSessionClock(worker, 5000)()).toBe(350);
  });
});
