import { beforeAll, describe, expect, it } from 'vitest';
import { PLAIN_SKIN, type SkinLook } from '../../../../../src/shared/core/face/skin-look.ts';
import {
  createSkinLayout,
  type SkinLayout,
} from '../../../../../src/shared/core/identity/skin/skin-layout.ts';
import type { SkinTexture } from '../../../../../src/shared/core/identity/skin/skin-texture.ts';
import { SkinUnwrap } from '../../../../../src/shared/core/identity/skin/unwrap-skin.ts';
import { evenLight } from '../../../../../src/shared/core/identity/skin/view-lights.ts';
import { readOpenHead } from '../../../../support/open-head.ts';
import { readOpenSkinPictures } from '../../../../support/open-skin-pictures.ts';
import { type KnownSkin, paintKnownSkin, takePicture } from '../../../../support/skin-pictures.ts';

const SIZE = 512;
/** Largest difference of the mean colour from the known one, sRGB levels. */
const TOLERANCE = 15;
const YAWS = [0, -25, 25] as const;

const model = readOpenHead();
const pictures = readOpenSkinPictures();

/** Unwraps a head from pictures from ahead and a little from both sides, none from above or behind. */
function unwrapFromAhead(known: KnownSkin): SkinTexture {
  const skin = new SkinUnwrap(model, pictures, SIZE);
  for (const yaw of YAWS) {
    skin.add(takePicture(model, known, { yaw, pitch: 0, light: evenLight() }));
  }
  return skin.finish();
}

function meanColor(color: ArrayLike<number>, texels: Uint32Array): number[] {
  return [0, 1, 2].map(
    (channel) => texels.reduce((sum, texel) => sum + (color[texel * 4 + channel] ?? 0), 0) / texels.length,
  );
}

describe('the scalp that no picture shows', () => {
  let layout: SkinLayout;
  /** Crown, sides and back of the head. */
  let scalp: Uint32Array;

  beforeAll(() => {
    layout = createSkinLayout(model, pictures, SIZE);
    scalp = layout.table.texels.filter(
      (_, entry) => (layout.scalp[layout.cellOfEntry[entry] ?? 0] ?? 0) > 0.95,
    );
  }, 60_000);

  function expectUnseenScalp(look: SkinLook): void {
    const known = paintKnownSkin(model, pictures, look, SIZE);

    const { color, confidence } = unwrapFromAhead(known);

    const unseen = scalp.filter((texel) => confidence[texel] === 0);
    expect(unseen.length).toBeGreaterThan(0.4 * scalp.length);
    const wanted = meanColor(known.color, unseen);
    meanColor(color, unseen).forEach((level, channel) => {
      expect(Math.abs(level - (wanted[channel] ?? 0))).toBeLessThan(TOLERANCE);
    });
  }

  it('has the hair’s colour, black over light skin', () => {
    expectUnseenScalp({ ...PLAIN_SKIN, tone: 0.15, short: 1, hair: [23, 20, 19] });
  }, 60_000);

  it('has the skin’s colour on a bald head', () => {
    expectUnseenScalp({ ...PLAIN_SKIN, buzz: 0 });
  }, 60_000);
});
