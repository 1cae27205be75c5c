/** An sRGB colour, each 0..255. */
export type Rgb = readonly [number, number, number];

/** What a person's skin and hair look like; shares are 0..1. */
export interface SkinLook {
  /** 0 very light to 1 very dark. */
  readonly tone: number;
  /** −1 rosy to 1 olive. */
  readonly undertone: number;
  readonly blush: number;
  /** How much redder than the skin the lips are. */
  readonly lips: number;
  /** Thin skin round the eyes. */
  readonly eyeShadow: number;
  readonly freckles: number;
  readonly pores: number;
  /** Lines of age. */
  readonly lines: number;
  readonly brows: number;
  readonly stubble: number;
  /** Hair cut to stubble on the scalp; 0 is a shaved head. */
  readonly buzz: number;
  /** Short hair that lets no skin through. */
  readonly short: number;
  /** Hair combed back from the face. */
  readonly combed: number;
  readonly hair: Rgb;
  readonly iris: Rgb;
}

/** Nothing out of the ordinary: what looks are made from by saying what differs. */
export const PLAIN_SKIN: SkinLook = {
  tone: 0.35,
  undertone: 0,
  blush: 0.8,
  lips: 0.6,
  eyeShadow: 0.7,
  freckles: 0,
  pores: 0.7,
  lines: 0.15,
  brows: 0.85,
  stubble: 0,
  buzz: 0.9,
  short: 0,
  combed: 0,
  hair: [48, 34, 28],
  iris: [92, 66, 44],
};

/** Skin from very light to very dark at even steps, sRGB; between them colours are mixed. */
const TONES: readonly Rgb[] = [
  [244, 216, 200],
  [233, 193, 170],
  [212, 164, 134],
  [172, 121, 90],
  [118, 79, 59],
  [72, 48, 39],
];

/** The plain colour of a skin, sRGB 0..255. */
export function skinColor({ tone, undertone }: Pick<SkinLook, 'tone' | 'undertone'>): Rgb {
  const place = Math.min(Math.max(tone, 0), 1) * (TONES.length - 1);
  const index = Math.min(Math.floor(place), TONES.length - 2);
  const [from, to] = [TONES[index], TONES[index + 1]];
  if (from === undefined || to === undefined) {
    throw new RangeError('no such skin tone');
  }
  const mix = (channel: 0 | 1 | 2) => from[channel] + (to[channel] - from[channel]) * (place - index);
  return [mix(0) * (1 - 0.02 * undertone), mix(1) * (1 + 0.025 * undertone), mix(2) * (1 - 0.05 * undertone)];
}

/** The colour of lips of full redness on a skin, sRGB 0..255: blood shows less through dark skin. */
export function lipColor(look: Pick<SkinLook, 'tone' | 'undertone'>): Rgb {
  const [red, green, blue] = skinColor(look);
  const dark = Math.min(Math.max(look.tone, 0), 1);
  return [red * (0.83 + 0.22 * dark), green * (0.54 + 0.2 * dark), blue * (0.56 + 0.26 * dark)];
}
