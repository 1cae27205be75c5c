import { describe, expect, it } from 'vitest';
import { quantile, RecentSends } from '../../../../src/main/services/stream/recent-sends.ts';

describe('RecentSends', () => {
  it('knows the sends of the last second and no older ones', () => {
    const recent = new RecentSends();
    for (let time = 0; time <= 3000; time += 100) {
      recent.record(time, time / 100);
    }

    expect(recent.latencies(3000).sort((a, b) => a - b)).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
    expect(recent.latencies(4000)).toEqual([]);
  });

  it('is empty at first', () => {
    expect(new RecentSends().latencies(0)).toEqual([]);
  });

  it('holds a whole second at the highest rate', () => {
    const recent = new RecentSends();
    for (let frame = 0; frame < 1000; frame++) {
      recent.record((frame * 1000) / 240, 1);
    }

    expect(recent.latencies((999 * 1000) / 240)).toHaveLength(240);
  });
});

describe('quantile', () => {
  it('takes the nearest rank', () => {
    const values = [5, 1, 4, 2, 3];

    expect([0, 0.5, 0.95, 1].map((share) => quantile(values, share))).toEqual([1, 3, 5, 5]);
  });

  it('has no value without values', () => {
    expect(quantile([], 0.5)).toBeUndefined();
  });
});
