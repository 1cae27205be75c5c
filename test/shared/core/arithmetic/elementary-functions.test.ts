import { describe, expect, it } from 'vitest';
import {
  acos,
  asin,
  atan2,
  cos,
  exp,
  sin,
  tan,
} from '../../../../src/shared/core/arithmetic/elementary-functions.ts';

/** From −1 to 1, ends included. */
const SHARES = Array.from({ length: 4001 }, (_, i) => (i - 2000) / 2000);
const TOLERANCE = 2e-15;

function worst(
  ours: (x: number) => number,
  engine: (x: number) => number,
  values: readonly number[],
): number {
  return Math.max(...values.map((x) => Math.abs(ours(x) - engine(x)) / Math.max(1, Math.abs(engine(x)))));
}

describe('elementary functions', () => {
  it('agree with the engine’s own to the last digits', () => {
    const angles = SHARES.map((share) => share * 20);
    expect(worst(sin, Math.sin, angles)).toBeLessThan(TOLERANCE);
    expect(worst(cos, Math.cos, angles)).toBeLessThan(TOLERANCE);
    expect(
      worst(
        tan,
        Math.tan,
        SHARES.map((share) => share * 1.5),
      ),
    ).toBeLessThan(TOLERANCE);
    expect(worst(asin, Math.asin, SHARES)).toBeLessThan(TOLERANCE);
    expect(worst(acos, Math.acos, SHARES)).toBeLessThan(TOLERANCE);
    expect(
      worst(
        exp,
        Math.exp,
        SHARES.map((share) => share * 700),
      ),
    ).toBeLessThan(1e-13);
    expect(worst(exp, Math.exp, SHARES)).toBeLessThan(TOLERANCE);
  });

  it('find the angle of every direction', () => {
    for (const y of [-2, -1, -0.3, -0, 0, 0.3, 1, 2]) {
      for (const x of [-2, -1, -0.3, -0, 0, 0.3, 1, 2]) {
        expect(atan2(y, x)).toBeCloseTo(Math.atan2(y, x), 14);
      }
    }
  });

  it('are exact where the answer is', () => {
    expect([sin(0), cos(0), tan(0), atan2(0, 1), asin(0), exp(0)]).toEqual([0, 1, 0, 0, 0, 1]);
    expect([exp(-1000), exp(1000)]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(acos(1)).toBe(0);
  });

  it('are NaN where there is no answer', () => {
    for (const value of [
      sin(Number.NaN),
      cos(Number.POSITIVE_INFINITY),
      asin(1.1),
      acos(-1.1),
      exp(Number.NaN),
    ]) {
      expect(value).toBeNaN();
    }
  });
});
