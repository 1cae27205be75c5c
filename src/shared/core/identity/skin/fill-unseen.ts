import { fillUnknown } from './fill-unknown.ts';
import { CellMix, type MergedTexels } from './merge-details.ts';
import { CELL, type SkinLayout } from './skin-layout.ts';

/** How far what fills a hole is brightened or darkened to meet its surroundings. */
const LOWEST_FACTOR = 0.4;
const HIGHEST_FACTOR = 2.5;
/** How far colours outside of face and scalp count: neck and ears lie in the shade, or under hair and clothes. */
const OUTSIDE = 0.3;
/** Added to colours before they are compared, linear. */
const DARK = 0.01;

/**
 * Completes the skin: what no picture shows is filled in with the other side of the face where that was seen, elsewhere
 * with a painted skin, both in the colour that the seen skin around has, which spreads smoothly into the hole. Of neck
 * and ears only the colour is taken from pictures, their detail is painted; of the scalp, only what is near the hairline.
 *
 * @param painted linear colours of a skin like the person's, Float32Array [size × size × 3].
 * @returns linear colours everywhere, Float32Array [size × size × 3].
 */
export function fillUnseen(
  { colors, confidence }: MergedTexels,
  painted: Float32Array,
  { size, cells, mirror, face, scalp, hairline, isPart }: SkinLayout,
): Float32Array {
  const mix = new CellMix(cells);
  const inside = face.map((share, cell) => Math.max(share, hairline[cell] ?? 0));
  const outside = scalp.map((share) => OUTSIDE * (1 - share));
  const shares = confidence.map((share, texel) => {
    mix.place(texel, size);
    return share * mix.read(inside, 1, 0);
  });
  const filling = painted.slice();
  for (let texel = 0; texel < mirror.length; texel += 1) {
    const other = mirror[texel] ?? -1;
    const share = other < 0 ? 0 : (shares[other] ?? 0);
    for (let channel = 0; share > 0 && channel < 3; channel += 1) {
      const own = filling[texel * 3 + channel] ?? 0;
      filling[texel * 3 + channel] = own + share * ((colors[other * 3 + channel] ?? 0) - own);
    }
  }
  const trust = confidence.map((share, texel) => {
    mix.place(texel, size);
    return Math.max(shares[texel] ?? 0, share * mix.read(outside, 1, 0));
  });
  const factors = cellFactors(colors, trust, filling, size);
  const whole = new Float32Array(size * size * 3);
  for (let texel = 0; texel < shares.length; texel += 1) {
    const share = shares[texel] ?? 0;
    mix.place(texel, size);
    for (let channel = 0; channel < 3; channel += 1) {
      const at = texel * 3 + channel;
      const factor = isPart[texel] === 1 ? 1 : mix.read(factors, 3, channel);
      whole[at] = share * (colors[at] ?? 0) + (1 - share) * (filling[at] ?? 0) * factor;
    }
  }
  return whole;
}

/** By how much each cell's filling differs from what was seen of it, spread into the unseen, Float32Array [cells² × 3]. */
function cellFactors(
  colors: Float32Array,
  trust: Float32Array,
  filling: Float32Array,
  size: number,
): Float32Array {
  const cells = size / CELL;
  const seen = new Float32Array(cells * cells * 3);
  const filled = new Float32Array(cells * cells * 3);
  const known = new Float32Array(cells * cells);
  for (let texel = 0; texel < trust.length; texel += 1) {
    const share = trust[texel] ?? 0;
    if (share === 0) {
      continue;
    }
    const cell = Math.floor(texel / size / CELL) * cells + Math.floor((texel % size) / CELL);
    known[cell] = (known[cell] ?? 0) + share / CELL ** 2;
    for (let channel = 0; channel < 3; channel += 1) {
      const at = cell * 3 + channel;
      seen[at] = (seen[at] ?? 0) + (share / CELL ** 2) * (colors[texel * 3 + channel] ?? 0);
      filled[at] = (filled[at] ?? 0) + (share / CELL ** 2) * (filling[texel * 3 + channel] ?? 0);
    }
  }
  const factors = seen.map((value, at) => {
    const share = known[Math.floor(at / 3)] ?? 0;
    const factor = (value + share * DARK) / ((filled[at] ?? 0) + share * DARK);
    return share > 0 ? Math.min(Math.max(factor, LOWEST_FACTOR), HIGHEST_FACTOR) : 0;
  });
  fillUnknown(factors, known, cells);
  return factors;
}
