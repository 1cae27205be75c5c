import { describe, expect, it } from 'vitest';
import {
  drawIdentity,
  LIGHT_SETUPS,
  PERFORMER_LOOKS,
} from '../../../../src/shared/core/performance/performer-look.ts';
import { warpHead } from '../../../../src/shared/core/performance/warp-head.ts';

describe('the performers', () => {
  it('have names of their own, and between them every light, hair and kind of glasses', () => {
    expect(new Set(PERFORMER_LOOKS.map(({ name }) => name)).size).toBe(PERFORMER_LOOKS.length);
    expect(new Set(PERFORMER_LOOKS.map(({ light }) => light))).toEqual(new Set(LIGHT_SETUPS));
    expect(new Set(PERFORMER_LOOKS.map(({ hair }) => hair))).toEqual(
      new Set(['combed', 'short', 'long', undefined]),
    );
    expect(new Set(PERFORMER_LOOKS.map(({ glasses }) => glasses))).toEqual(
      new Set(['round', 'broad', undefined]),
    );
  });

  it('have the same identity every time, each another one', () => {
    const modes = Array.from({ length: 40 }, (_, index) => ({
      name: `mode${index}`,
      minimum: -2,
      maximum: 2,
    }));
    const identities = PERFORMER_LOOKS.map((look) => drawIdentity(look, modes));

    expect(PERFORMER_LOOKS.map((look) => drawIdentity(look, modes))).toEqual(identities);
    expect(new Set(identities.map((identity) => identity.join())).size).toBe(PERFORMER_LOOKS.length);
    expect(identities.flatMap((identity) => [...identity]).every((value) => Math.abs(value) <= 2)).toBe(true);
  });
});

it('only a performer with hair of the head’s own has a volume of it', () => {
  const volumes = PERFORMER_LOOKS.map((look) =>
    drawIdentity(look, [{ name: 'hairVolume', minimum: 0, maximum: 2 }]),
  );
  expect(volumes.map(([volume]) => (volume ?? 0) > 0)).toEqual(
    PERFORMER_LOOKS.map(({ hair }) => hair === 'combed'),
  );
});

describe('a head’s warp', () => {
  /** A 20 cm cube of points, 1 cm apart. */
  const points = Float32Array.from({ length: 21 ** 3 * 3 }, (_, i) => {
    const point = Math.floor(i / 3);
    return (Math.floor(point / 21 ** (i % 3)) % 21) / 100 - 0.1;
  });

  it('is as large as asked for, another for each seed, and the same every time', () => {
    const warped = warpHead(points, 0.0012, 5);
    const squares = warped.map((value, i) => (value - (points[i] ?? 0)) ** 2);
    const meanSquare = squares.reduce((sum, square) => sum + square, 0) / (points.length / 3);

    expect(Math.sqrt(meanSquare)).toBeGreaterThan(0.0012 * 0.6);
    expect(Math.sqrt(meanSquare)).toBeLessThan(0.0012 * 1.6);
    expect(warpHead(points, 0.0012, 5)).toEqual(warped);
    expect(warpHead(points, 0.0012, 6)).not.toEqual(warped);
  });

  it('keeps neighbours together: a centimetre changes by less than a tenth', () => {
    const warped = warpHead(points, 0.0015, 7);
    for (let point = 0; point + 1 < points.length / 3; point += 1) {
      if ((point + 1) % 21 !== 0) {
        const at = point * 3;
        const gap = [0, 1, 2].map((axis) => (warped[at + 3 + axis] ?? 0) - (warped[at + axis] ?? 0));
        expect(Math.abs(Math.hypot(...gap) - 0.01)).toBeLessThan(0.001);
      }
    }
  });

  it('is not symmetric', () => {
    const warped = warpHead(Float32Array.of(0.05, 0.02, 0.03, -0.05, 0.02, 0.03), 0.0015, 11);
    const left = (warped[0] ?? 0) - 0.05;
    const right = -0.05 - (warped[3] ?? 0);
    expect(Math.abs(left - right)).toBeGreaterThan(1e-5);
  });
});
