import { describe, expect, it } from 'vitest';
import {
  fillCorrectiveWeights,
  findCorrectives,
} from '../../../../src/shared/core/face/corrective-weights.ts';

const NAMES = ['blink', 'down', 'blink*~blink', 'blink*down', 'jaw*unknown'];

describe('corrective weights', () => {
  it('are the products that the names spell', () => {
    const weights = Float32Array.of(0.5, 0.25, 9, 9, 0);

    fillCorrectiveWeights(findCorrectives(NAMES), weights);

    expect([...weights]).toEqual([0.5, 0.25, 0.25, 0.125, 0]);
  });

  it('vanish at both ends of their expression', () => {
    const correctives = findCorrectives(NAMES);
    for (const blink of [0, 1, 1.2, -0.1]) {
      const weights = Float32Array.of(blink, 0, 9, 9, 0);

      fillCorrectiveWeights(correctives, weights);

      expect(weights[2]).toBe(0);
    }
  });

  it('leave a name alone whose factors are not all expressions', () => {
    expect(findCorrectives(NAMES).map(({ component }) => component)).toEqual([2, 3]);
  });
});
