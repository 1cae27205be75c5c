import { describe, expect, it } from 'vitest';
import {
  type AtlasPicture,
  paintSkin,
  type SkinPictures,
} from '../../../../src/shared/core/face/paint-skin.ts';
import { lipColor, type SkinLook, skinColor } from '../../../../src/shared/core/face/skin-look.ts';

const SIZE = 8;

const LOOK: SkinLook = {
  tone: 0.3,
  undertone: 0,
  blush: 1,
  lips: 1,
  eyeShadow: 1,
  freckles: 1,
  pores: 1,
  lines: 1,
  brows: 1,
  stubble: 1,
  buzz: 1,
  short: 0,
  combed: 0,
  hair: [20, 10, 5],
  iris: [80, 60, 40],
};

/** A picture of one colour. */
function plain(...color: readonly [number, number, number, number]): AtlasPicture {
  return { size: SIZE, samples: Uint8Array.from({ length: SIZE * SIZE * 4 }, (_, i) => color[i % 4] ?? 0) };
}

const BARE: SkinPictures = {
  tint: plain(0, 0, 255, 255),
  marks: plain(0, 0, 0, 255),
  growth: plain(0, 0, 0, 255),
  brows: plain(0, 0, 0, 255),
  parts: plain(0, 0, 0, 0),
};

/** The mean colour of a painted picture. */
function meanColor(pictures: SkinPictures, look: SkinLook): number[] {
  const { color } = paintSkin(pictures, look, SIZE);
  return [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let texel = channel; texel < color.length; texel += 4) {
      sum += color[texel] ?? 0;
    }
    return sum / (SIZE * SIZE);
  });
}

describe('painting skin', () => {
  it('gives bare skin its own colour, to its mottling', () => {
    const mean = meanColor(BARE, LOOK);

    skinColor(LOOK).forEach((value, channel) => {
      expect(Math.abs((mean[channel] ?? 0) - value)).toBeLessThan(0.04 * value);
    });
  });

  it('gets darker with every step of tone', () => {
    const brightness = [0, 0.25, 0.5, 0.75, 1].map((tone) => meanColor(BARE, { ...LOOK, tone })[1] ?? 0);

    expect(brightness).toEqual([...brightness].sort((a, b) => b - a));
  });

  it('paints lips redder than the skin, at every tone', () => {
    for (const tone of [0, 0.5, 1]) {
      const [red, green] = skinColor({ tone, undertone: 0 });
      const [lipRed, lipGreen] = lipColor({ tone, undertone: 0 });

      expect(lipRed / lipGreen).toBeGreaterThan(red / green);
    }
  });

  it('paints parts in their own colour whatever the skin', () => {
    const pictures = { ...BARE, parts: plain(228, 214, 188, 255) };

    expect(meanColor(pictures, { ...LOOK, tone: 1 })).toEqual([228, 214, 188]);
  });

  it('hides skin under brows', () => {
    const [red = 255] = meanColor({ ...BARE, brows: plain(255, 0, 0, 255) }, LOOK);

    expect(red).toBeLessThan(45);
  });

  it('is the same on every run', () => {
    expect(paintSkin(BARE, LOOK, SIZE)).toEqual(paintSkin(BARE, LOOK, SIZE));
  });
});
