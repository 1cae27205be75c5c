import { describe, expect, test } from 'vitest';
import { angleBetween } from '../../../../src/shared/core/face/rotation.ts';
import {
  OneEuroFilter,
  type OneEuroParameters,
  OneEuroRotationFilter,
} from '../../../../src/shared/core/tracking/one-euro-filter.ts';
import { turnAbout } from '../../../support/synthetic-observation.ts';

const PAPER: OneEuroParameters = { minimumCutoff: 1, beta: 0.5, noiseSpeed: 0, derivativeCutoff: 1 };

/** A filter of one number that has seen a first value. */
function filterAt(first: number, parameters: OneEuroParameters | undefined): OneEuroFilter {
  const filter = new OneEuroFilter(1);
  filter.configure(() => parameters);
  filter.step(Float32Array.of(first), 0);
  return filter;
}

function next(filter: OneEuroFilter, value: number, seconds: number): number {
  const values = Float32Array.of(value);
  filter.step(values, seconds);
  return values[0] ?? Number.NaN;
}

describe('1€ filter', () => {
  test('follows the published recursion', () => {
    // By hand: α(1 Hz, 0.1 s) = 0.1 / (0.1 + 1/2π) = 0.38587; speed = 0.38587 · 1/0.1 = 3.8587;
    // cutoff = 1 + 0.5 · 3.8587 = 2.92935; α(2.92935 Hz) = 0.1 / (0.1 + 0.054332) = 0.64795.
    expect(next(filterAt(0, PAPER), 1, 0.1)).toBeCloseTo(0.64795, 4);
  });

  test('keeps a constant signal unchanged', () => {
    const filter = filterAt(0.375, PAPER);
    for (let i = 0; i < 50; i++) {
      expect(next(filter, 0.375, 0.033)).toBe(0.375);
    }
  });

  test('passes values through bit for bit when off, and starts smoothing from there', () => {
    const filter = filterAt(0.5, undefined);

    expect(next(filter, 0.125, 0.033)).toBe(0.125);
    expect(next(filter, 0.875, 0.033)).toBe(0.875);
    filter.configure(() => PAPER);
    expect(next(filter, 0.875, 0.033)).toBe(0.875);
  });

  test('takes each number’s own parameters', () => {
    const filter = new OneEuroFilter(2);
    filter.configure((index) => (index === 0 ? PAPER : undefined));
    filter.step(Float32Array.of(0, 0), 0);
    const values = Float32Array.of(1, 1);

    filter.step(values, 0.033);

    expect(values[0]).toBeLessThan(0.6);
    expect(values[1]).toBe(1);
  });

  test('does not depend on how time is cut when nothing speeds it up', () => {
    const steady = { ...PAPER, beta: 0 };
    const coarse = filterAt(0, steady);
    const fine = filterAt(0, steady);

    for (let i = 0; i < 99; i++) {
      next(fine, 1, 0.001);
    }
    for (let i = 0; i < 9; i++) {
      next(coarse, 1, 0.01);
    }

    expect(next(coarse, 1, 0.01)).toBeCloseTo(next(fine, 1, 0.001), 1);
  });

  test('gives the last result again for a repeated or earlier time', () => {
    const filter = filterAt(0.5, PAPER);

    expect(next(filter, 0.875, 0)).toBe(0.5);
    expect(next(filter, 0.875, -1)).toBe(0.5);
  });

  test('opens for movement but not for speeds of the noise', () => {
    const quiet = { ...PAPER, beta: 15, noiseSpeed: 1 };

    expect(next(filterAt(0, quiet), 0.01, 0.033)).toBeLessThan(0.002);
    expect(next(filterAt(0, quiet), 1, 0.033)).toBeGreaterThan(0.9);
  });
});

describe('1€ filter of rotations', () => {
  test('smooths along the shorter arc, whatever sign the quaternion comes with', () => {
    const filter = new OneEuroRotationFilter();
    const first = Float32Array.from(turnAbout(1, 0.1));
    filter.configure(PAPER);
    filter.step(first, 0.033);
    const second = Float32Array.from(turnAbout(1, 0.2).map((value) => -value));

    filter.step(second, 0.033);

    const turned = angleBetween(second, [0, 0, 0, 1]);
    expect(turned).toBeGreaterThan(0.1);
    expect(turned).toBeLessThan(0.2);
  });

  test('leaves a rotation bit-identical when off', () => {
    const filter = new OneEuroRotationFilter();
    const rotation = Float32Array.from(turnAbout(0, 0.3));
    const before = [...rotation];

    filter.step(rotation, 0.033);

    expect([...rotation]).toEqual(before);
  });
});
