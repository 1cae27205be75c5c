import { readFileSync } from 'node:fs';
import { readPng } from '../../src/main/import/read-png.ts';
import type { AtlasPicture, SkinPictures } from '../../src/shared/core/face/paint-skin.ts';

/** What the open head's skin is painted from. */
export function readOpenSkinPictures(): SkinPictures {
  return {
    tint: readAtlas('tint'),
    marks: readAtlas('marks'),
    growth: readAtlas('growth'),
    brows: readAtlas('brows'),
    parts: readAtlas('parts'),
  };
}

function readAtlas(name: string): AtlasPicture {
  const file = `skin-${name}.png`;
  const { width, channels, samples } = readPng(
    file,
    readFileSync(new URL(`../../models/open/${file}`, import.meta.url)),
  );
  const rgba = new Uint8Array(width * width * 4).fill(255);
  for (let texel = 0; texel < width * width; texel += 1) {
    for (let channel = 0; channel < 4; channel += 1) {
      // Grey pictures are grey in all colours, and whatever has no alpha is opaque.
      const from = channels === 1 && channel < 3 ? 0 : channel;
      if (from < channels) {
        rgba[texel * 4 + channel] = samples[texel * channels + from] ?? 0;
      }
    }
  }
  return { size: width, samples: rgba };
}
