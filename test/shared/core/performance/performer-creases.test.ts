import { describe, expect, it } from 'vitest';
import { LARGEST_WRINKLE } from '../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { createCreases } from '../../../../src/shared/core/performance/performer-creases.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { readOpenHead } from '../../../support/open-head.ts';
import { expressionOf, showWrinkles } from '../../../support/wrinkle-people.ts';

const deepest = (relief: Float32Array) => -relief.reduce((lowest, depth) => Math.min(lowest, depth), 0);

describe('a performer’s creases', () => {
  const creases = createCreases(readOpenHead(), 1, 83);
  const atRest = showWrinkles(creases, expressionOf({}));
  const browsUp = showWrinkles(
    creases,
    expressionOf({ browInnerUp: 1, browOuterUpLeft: 1, browOuterUpRight: 1 }),
  );

  it('are faint at rest and as deep as wrinkles with the expression', () => {
    expect(deepest(atRest)).toBeLessThan(2e-4);
    expect(deepest(browsUp)).toBeGreaterThan(6e-4);
    expect(deepest(browsUp)).toBeLessThan(LARGEST_WRINKLE / 2);
  });

  it('lie where the expression folds the skin', () => {
    const changed = browsUp.map((depth, texel) => Math.abs(depth - (atRest[texel] ?? 0)));
    const rows = [...changed.keys()]
      .filter((texel) => (changed[texel] ?? 0) > 1e-4)
      .map((texel) => texel >> 8);

    expect(Math.min(...rows)).toBeGreaterThan(30);
    expect(Math.max(...rows)).toBeLessThan(90);
  });

  it('are another performer’s with another seed, and the same every time', () => {
    const difference = (seed: number) =>
      largestDifference(createCreases(readOpenHead(), 1, seed).maps, creases.maps);

    expect(difference(83)).toBe(0);
    expect(difference(84)).toBeGreaterThan(1e-4);
  });
});
