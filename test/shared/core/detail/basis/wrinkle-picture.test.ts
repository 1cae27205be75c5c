import { describe, expect, it } from 'vitest';
import { BASIS_MAP_COUNT } from '../../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import {
  deepestWrinkles,
  drawWrinkles,
} from '../../../../../src/shared/core/detail/basis/wrinkle-picture.ts';
import { readOpenHead } from '../../../../support/open-head.ts';

const SIZE = 64;
const MAP_SIZE = 256;

describe('a picture of wrinkles', () => {
  it('shows each place as the activation that folds it most', () => {
    const maps = new Float32Array(BASIS_MAP_COUNT * 4);
    maps.set([-0.1, 0, 0, 0.2]);
    maps.set([-0.5, 0.3, 0, 0], 3 * 4);
    maps.set([0.4, -0.4, 0, 0], 7 * 4);

    const [first, second, third, fourth] = deepestWrinkles({ size: 2, maps });

    expect(first).toBeCloseTo(-0.6, 6);
    expect(second).toBeCloseTo(-0.4, 6);
    expect(third).toBe(0);
    expect(fourth).toBeCloseTo(0.2, 6);
  });

  it('is grey clay on a smooth face, nothing beside it, and coloured where the skin goes in', () => {
    const model = readOpenHead();
    const smooth = drawWrinkles(model, new Float32Array(MAP_SIZE ** 2), SIZE);
    const deep = drawWrinkles(model, new Float32Array(MAP_SIZE ** 2).fill(-5e-4), SIZE);
    const at = (pixels: Uint8ClampedArray, column: number, row: number) => [
      ...pixels.subarray((row * SIZE + column) * 4, (row * SIZE + column + 1) * 4),
    ];

    expect(at(smooth, 0, 0)).toEqual([0, 0, 0, 0]);
    const [red = 0, green = 0, blue = 0, alpha] = at(smooth, SIZE / 2, SIZE / 2);
    expect(alpha).toBe(255);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(20);
    const [deepRed = 0, deepGreen = 0] = at(deep, SIZE / 2, SIZE / 2);
    expect(deepGreen).toBeGreaterThan(1.8 * deepRed);
  });
});
