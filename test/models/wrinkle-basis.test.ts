import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readBasisPrior } from '../../src/shared/core/detail/basis/basis-prior.ts';
import { WRINKLE_ACTIVATION_NAMES } from '../../src/shared/core/detail/basis/wrinkle-activations.ts';
import { RELIEF_SIZE } from '../../src/shared/core/detail/relief/relief-observation.ts';
import { mirroredIndices } from '../../src/shared/core/face/mirrored-indices.ts';
import { readOpenHead } from '../support/open-head.ts';

const TEXELS = RELIEF_SIZE ** 2;

const { average, deviation, noise } = readBasisPrior(
  readFileSync(fileURLToPath(new URL('../../models/open/wrinkle-basis.safetensors', import.meta.url))),
);
const mirroredMap = [0, ...mirroredIndices(WRINKLE_ACTIVATION_NAMES).map((index) => index + 1)];

describe("the average person's wrinkles", () => {
  it.each([
    ['average', average.maps],
    ['deviation', deviation],
  ])('are alike on both sides: %s', (_, maps) => {
    const uneven = maps.findIndex((value, index) => value !== maps[mirrored(index)]);

    expect(uneven).toBe(-1);
  });

  it.each([
    ['foreheadLeft', 'forehead'],
    ['glabella', 'glabella'],
    ['squintLeft', 'underEyeLeft'],
    ['smileRight', 'nasolabialRight'],
    ['chin', 'chin'],
  ])('lie for %s in the region %s more than in any other', (activation, region) => {
    const start = (WRINKLE_ACTIVATION_NAMES.indexOf(activation) + 1) * TEXELS;
    const spread = deviation.subarray(start, start + TEXELS);
    const depths = Object.entries(readOpenHead().regionMasks).map(([name, { values }]) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      return { name, depth: spread.reduce((sum, value, at) => sum + value * (values[at] ?? 0), 0) / total };
    });

    expect(depths.toSorted((a, b) => b.depth - a.depth)[0]?.name).toBe(region);
  });

  it('come with a noise between a hundredth and half a millimetre', () => {
    expect(noise).toBeGreaterThan(1e-5);
    expect(noise).toBeLessThan(5e-4);
  });
});

/** The same place of the mirror image: the other side's map, the columns the other way round. */
function mirrored(index: number): number {
  const texel = index % TEXELS;
  const column = texel % RELIEF_SIZE;
  const map = mirroredMap[(index - texel) / TEXELS] ?? 0;
  return map * TEXELS + texel - column + (RELIEF_SIZE - 1 - column);
}
