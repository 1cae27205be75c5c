import { describe, expect, it } from 'vitest';
import { type Rgb, skinColor } from '../../../../../src/shared/core/face/skin-look.ts';
import { fitSkinLook } from '../../../../../src/shared/core/identity/skin/skin-look-fit.ts';
import {
  createEncodedLevels,
  createLinearLevels,
} from '../../../../../src/shared/core/identity/skin/srgb.ts';

const levels = createEncodedLevels();
const linear = createLinearLevels();

function linearOf(color: Rgb): Float32Array {
  return Float32Array.from(color, (level) => linear[Math.round(level)] ?? 0);
}

describe('the open skin nearest to a person’s', () => {
  it.each([0.05, 0.35, 0.7, 0.95])('has the tone %d that it was made with', (tone) => {
    const look = fitSkinLook(linearOf(skinColor({ tone, undertone: 0.3 })), undefined, levels);

    expect(Math.abs(look.tone - tone)).toBeLessThan(0.03);
    expect(Math.abs(look.undertone - 0.3)).toBeLessThan(0.35);
  });

  it('tells grey hair from a bald head', () => {
    const skin = linearOf([190, 140, 115]);

    expect(fitSkinLook(skin, linearOf([178, 178, 176]), levels).hair).toEqual([178, 178, 176]);
    expect(fitSkinLook(skin, linearOf([186, 138, 114]), levels).buzz).toBeLessThan(0.2);
  });
});
