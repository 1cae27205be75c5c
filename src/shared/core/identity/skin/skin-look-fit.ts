import { PLAIN_SKIN, type Rgb, type SkinLook, skinColor } from '../../face/skin-look.ts';
import type { MergedCells } from './merge-cells.ts';
import type { SkinLayout } from './skin-layout.ts';
import { encodeLevel } from './srgb.ts';

/** How finely tones and undertones are tried. */
const TONE_STEPS = 100;
const UNDERTONE_STEPS = 20;
/** Share of head hair from which a cell tells its colour, and how many cells must. */
const HAIRY = 0.6;
const FEWEST_HAIRY_CELLS = 20;
/** A scalp at least this bright and this red, beside its green, as the skin is a bald one; grey hair is not red. */
const BALD = 0.8;
const BALD_REDNESS = 0.88;
/** Stubble that a bald scalp is painted with. */
const BALD_BUZZ = 0.12;

/** Median colour of the face, linear, Float32Array [3]. */
export function faceTone({ colors, known }: MergedCells, { face }: Pick<SkinLayout, 'face'>): Float32Array {
  return medianColor(
    colors,
    known.map((value, cell) => value * (face[cell] ?? 0)),
  );
}

/**
 * Median colour of the head hair near the hairline, linear, Float32Array [3]; undefined where too little was seen of it.
 */
export function hairTone(
  { colors, known }: MergedCells,
  { scalp, hairline }: Pick<SkinLayout, 'scalp' | 'hairline'>,
): Float32Array | undefined {
  const nearness = hairline.map((share, cell) => ((scalp[cell] ?? 0) > HAIRY ? share : 0));
  const hairy = known.map((value, cell) => value * (nearness[cell] ?? 0));
  const count = known.filter((value, cell) => value > 0.5 && (nearness[cell] ?? 0) > 0).length;
  return count < FEWEST_HAIRY_CELLS ? undefined : medianColor(colors, hairy);
}

/**
 * The open head's skin that is nearest to a person's.
 * @param tone of the face, @param hair of the head hair, linear, Float32Array [3].
 */
export function fitSkinLook(
  tone: Float32Array,
  hair: Float32Array | undefined,
  encodedLevels: Float32Array,
): SkinLook {
  const look = { ...PLAIN_SKIN, ...nearestTone(encodeColor(tone, encodedLevels)) };
  if (hair === undefined) {
    return look;
  }
  const [red = 0, green = 0] = hair;
  const [skinRed = 0, skinGreen = 0] = tone;
  const isBald = green > BALD * skinGreen && red * skinGreen > BALD_REDNESS * skinRed * green;
  return isBald
    ? { ...look, buzz: BALD_BUZZ }
    : { ...look, short: 1, hair: encodeColor(hair, encodedLevels) };
}

/** sRGB 0..255 of a linear colour. */
export function encodeColor([red = 0, green = 0, blue = 0]: Float32Array, encodedLevels: Float32Array): Rgb {
  const encode = (value: number) => Math.round(encodeLevel(encodedLevels, value));
  return [encode(red), encode(green), encode(blue)];
}

function nearestTone(color: Rgb): Pick<SkinLook, 'tone' | 'undertone'> {
  let best = { tone: 0, undertone: 0 };
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= TONE_STEPS; i += 1) {
    for (let k = 0; k <= UNDERTONE_STEPS; k += 1) {
      const candidate = { tone: i / TONE_STEPS, undertone: (2 * k) / UNDERTONE_STEPS - 1 };
      const [red, green, blue] = skinColor(candidate);
      const distance = Math.hypot(red - color[0], green - color[1], blue - color[2]);
      if (distance < shortest) {
        shortest = distance;
        best = candidate;
      }
    }
  }
  return best;
}

/** Median of each channel, Float32Array [3]. @param colors Float32Array [n × 3], @param weights Float32Array [n]. */
export function medianColor(colors: Float32Array, weights: Float32Array): Float32Array {
  const used = [...weights.keys()].filter((i) => (weights[i] ?? 0) > 0);
  const half = used.reduce((sum, i) => sum + (weights[i] ?? 0), 0) / 2;
  return Float32Array.from({ length: 3 }, (_, channel) => {
    const order = used.sort((a, b) => (colors[a * 3 + channel] ?? 0) - (colors[b * 3 + channel] ?? 0));
    let below = 0;
    for (const i of order) {
      below += weights[i] ?? 0;
      if (below >= half) {
        return colors[i * 3 + channel] ?? 0;
      }
    }
    return 0;
  });
}
