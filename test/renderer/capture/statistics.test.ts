import { describe, expect, it } from 'vitest';
import { RecentValues, TrackingStatistics } from '../../../src/renderer/capture/statistics.ts';

describe('RecentValues', () => {
  it('counts only the last second', () => {
    const values = new RecentValues();
    for (let time = 0; time < 3000; time += 100) {
      values.add(time);
    }

    expect(values.rate(2900)).toBe(10);
    expect(values.rate(5000)).toBe(0);
  });

  it('finds median and 95th percentile', () => {
    const values = new RecentValues();
    for (let i = 100; i >= 1; i--) {
      values.add(500, i);
    }

    expect(values.quantile(0.5, 500)).toBe(50);
    expect(values.quantile(0.95, 500)).toBe(95);
    expect(values.quantile(0.5, 9000)).toBe(0);
  });

  it('keeps to its memory however much comes', () => {
    const values = new RecentValues();
    for (let i = 0; i < 100_000; i++) {
      values.add(1, i);
    }

    expect(values.rate(1)).toBe(256);
  });
});

describe('TrackingStatistics', () => {
  it('tells arrived from tracked', () => {
    const statistics = new TrackingStatistics();
    for (let i = 0; i < 30; i++) {
      statistics.frameArrived(i * 33);
      if (i % 2 === 0) {
        statistics.frameTracked(i * 33 + 20, 20);
      }
    }

    expect(statistics.read(990, { droppedFrames: 15, unsentFrames: 0 })).toEqual({
      sourceRate: 30,
      trackedRate: 15,
      droppedFrames: 15,
      unsentFrames: 0,
      trackMedian: 20,
      trackP95: 20,
    });
  });
});
