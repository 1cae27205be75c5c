import { describe, expect, it } from 'vitest';
import { CaptureClock } from '../../../src/renderer/capture/capture-clock.ts';

/** Arrival delays of a loaded machine, milliseconds: repeat every seven frames. */
const DELAYS = [4, 19, 7, 2, 31, 12, 5];

describe('CaptureClock', () => {
  it('evens out the jitter of arrivals once it has met a fast frame', () => {
    const clock = new CaptureClock();
    const times: number[] = [];
    for (let frame = 0; frame < 60; frame++) {
      const capture = 1000 + (frame * 1000) / 30;
      times.push(clock.captureTime((capture - 800) * 1000, capture + (DELAYS[frame % 7] ?? 0)));
    }

    const intervals = times.slice(11).map((time, i) => time - (times[i + 10] ?? 0));
    for (const interval of intervals) {
      expect(interval).toBeCloseTo(1000 / 30, 0);
    }
  });

  it('never claims a capture after its arrival', () => {
    const clock = new CaptureClock();
    for (let frame = 0; frame < 40; frame++) {
      const arrival = frame * 33 + (DELAYS[frame % 7] ?? 0);

      expect(clock.captureTime(frame * 33_000, arrival)).toBeLessThanOrEqual(arrival);
    }
  });

  it('follows a source whose clock runs 0.02 % fast', () => {
    const clock = new CaptureClock();
    let error = 0;
    for (let frame = 0; frame < 30 * 600; frame++) {
      const capture = frame * 33;
      error = capture - clock.captureTime(capture * 1.0002 * 1000, capture);
    }

    expect(Math.abs(error)).toBeLessThan(1);
  });

  it('begins anew when the timestamps start over, with times that still increase', () => {
    const clock = new CaptureClock();
    const before = clock.captureTime(9_000_000, 9000);

    const after = clock.captureTime(0, 9040);

    expect(after).toBe(9040);
    expect(after).toBeGreaterThan(before);
  });

  it('increases even when a camera repeats a timestamp', () => {
    const clock = new CaptureClock();
    const first = clock.captureTime(1000, 10);

    expect(clock.captureTime(1000, 11)).toBeGreaterThan(first);
  });
});
