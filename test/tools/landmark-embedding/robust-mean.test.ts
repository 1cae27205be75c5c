import { describe, expect, it } from 'vitest';
import { robustMean } from '../../../tools/landmark-embedding/robust-mean.ts';
import { largestDifference } from '../../support/largest-difference.ts';

describe('the robust mean', () => {
  it('stays with the many when a few lie far off', () => {
    const cluster = [
      [0.01, 0, 0],
      [-0.01, 0, 0],
      [0, 0.01, 0],
      [0, -0.01, 0],
      [0, 0, 0],
    ].map((point) => ({ point, weight: 1 }));

    const mean = robustMean([...cluster, { point: [10, 10, 10], weight: 1 }]);

    expect(largestDifference(mean, [0, 0, 0])).toBeLessThan(0.005);
  });

  it('lies nearer to points of more weight', () => {
    const mean = robustMean([
      { point: [0, 0, 0], weight: 3 },
      { point: [1, 0, 0], weight: 1 },
    ]);

    expect(mean[0]).toBeLessThan(0.01);
  });
});
