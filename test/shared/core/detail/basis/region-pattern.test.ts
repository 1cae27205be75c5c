import { describe, expect, it } from 'vitest';
import {
  createRegionPatterns,
  squaredDepth,
} from '../../../../../src/shared/core/detail/basis/region-pattern.ts';
import { BASIS_MAP_COUNT } from '../../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { createWrinkleMasks } from '../../../../../src/shared/core/detail/wrinkle-masks.ts';
import { WRINKLE_REGIONS, type WrinkleRegion } from '../../../../../src/shared/core/face/wrinkle-regions.ts';
import { readOpenHead } from '../../../../support/open-head.ts';

const SIZE = 256;
const DEPTH = 3e-4;
/** Texels from one fold to the next. */
const WAVE = 8;
const AT_REST = Float64Array.from({ length: BASIS_MAP_COUNT }, (_, map) => (map === 0 ? 1 : 0));

const masks = createWrinkleMasks(readOpenHead(), SIZE) ?? [];

/** Depth of folds all over the face, by what runs through them: columns for those that run down. */
function depthIn(region: WrinkleRegion, through: 'rows' | 'columns'): number {
  const maps = new Float32Array(BASIS_MAP_COUNT * SIZE ** 2);
  for (let texel = 0; texel < SIZE ** 2; texel++) {
    const at = through === 'rows' ? Math.floor(texel / SIZE) : texel % SIZE;
    maps[texel] = DEPTH * Math.cos((at / WAVE) * 2 * Math.PI);
  }
  const pattern = createRegionPatterns({ size: SIZE, maps }, masks)[WRINKLE_REGIONS.indexOf(region)];
  return pattern === undefined ? Number.NaN : Math.sqrt(squaredDepth(pattern, AT_REST));
}

describe('the pattern of a region', () => {
  it('has the folds of the forehead that run across, and not a frown’s, which run down', () => {
    expect(depthIn('forehead', 'rows')).toBeGreaterThan(0.5 * DEPTH);
    expect(depthIn('forehead', 'columns')).toBeLessThan(0.1 * DEPTH);
  });

  it('has folds of all directions elsewhere', () => {
    expect(depthIn('glabella', 'columns')).toBeGreaterThan(0.5 * DEPTH);
    expect(depthIn('nasolabialLeft', 'rows')).toBeGreaterThan(0.5 * DEPTH);
  });
});
