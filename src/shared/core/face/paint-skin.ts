import { lipColor, type SkinLook, skinColor } from './skin-look.ts';
import { dotNoise, hashNoise, valueNoise } from './value-noise.ts';

/** A square picture of a head's atlas: RGBA, Uint8Array [size × size × 4], first row at v = 1. */
export interface AtlasPicture {
  readonly size: number;
  readonly samples: Uint8Array | Uint8ClampedArray;
}

/** What a skin is painted from: grey maps in the channels of pictures, made with the head. */
export interface SkinPictures {
  /** Red: how much blood shows; green: lips, and parts that are wet; blue: how much light reaches the place. */
  readonly tint: AtlasPicture;
  /** Red: shadow of the eyes; green: lines of age; blue: freckles. */
  readonly marks: AtlasPicture;
  /** Red: size of the pores; green: beard; blue: head hair. */
  readonly growth: AtlasPicture;
  /** Red: the brows' hairs. */
  readonly brows: AtlasPicture;
  /** Teeth, gums, tongue, inside of the mouth, lashes, shirt: colour, and in alpha how much it covers. */
  readonly parts: AtlasPicture;
}

/** A painted skin: two RGBA pictures, Uint8ClampedArray [size × size × 4], first row at v = 1. */
export interface PaintedSkin {
  readonly size: number;
  /** sRGB. */
  readonly color: Uint8ClampedArray<ArrayBuffer>;
  /** Red: height, 128 = the surface; green: roughness; blue: how much light reaches the place. */
  readonly surface: Uint8ClampedArray<ArrayBuffer>;
}

/** Noise is laid out for this size; other sizes show the same skin coarser or finer. */
const NOISE_SIZE = 2048;
/** Texels between hairs of a beard and of a shorn head at NOISE_SIZE. */
const BEARD_CELL = 6;
const BUZZ_CELL = 4.2;
/** How wide a tuft of short hair is, and how far its brightness differs from that of others. */
const TUFT = 5;
const TUFT_CONTRAST = 0.22;

/** What blood, thin skin, freckles and missing light do to each channel. */
const CHANNELS = [
  { index: 0, blood: 0.02, shadow: -0.09, freckle: -0.2, dark: 0.5 },
  { index: 1, blood: -0.135, shadow: -0.12, freckle: -0.34, dark: 0.86 },
  { index: 2, blood: -0.115, shadow: -0.1, freckle: -0.42, dark: 0.94 },
] as const;

/** The maps mixed at one texel, 0..1, and the parts' colour, 0..255. */
interface Sample {
  blood: number;
  lips: number;
  light: number;
  eyeShadow: number;
  lines: number;
  freckles: number;
  pores: number;
  beard: number;
  scalp: number;
  brows: number;
  partRed: number;
  partGreen: number;
  partBlue: number;
  partShare: number;
}

/** Paints the skin of a look; about half a second at 2048². */
export function paintSkin(pictures: SkinPictures, look: SkinLook, size: number): PaintedSkin {
  const color = new Uint8ClampedArray(size * size * 4);
  const surface = new Uint8ClampedArray(size * size * 4);
  const skin = skinColor(look);
  const lip = lipColor(look);
  const sample: Sample = createSample();
  const scale = NOISE_SIZE / size;
  // Blood shows less through dark skin.
  const clarity = 1 - 0.6 * look.tone;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      readSample(pictures, (column + 0.5) / size, (row + 0.5) / size, sample);
      const texel = (row * size + column) * 4;
      const x = column * scale;
      const y = row * scale;
      const isFine = Math.hypot(column + 0.5 - size / 2, row + 0.5 - size / 2) < size / 2;
      const strand = look.combed === 0 ? 0 : combedStrand((column + 0.5) / size, (row + 0.5) / size);
      const combed = Math.min(1.25 * sample.scalp * look.combed * (0.9 + 0.35 * strand), 1);
      const short = sample.scalp * look.short;
      const hairs = Math.max(growHair(sample, look, x, y, isFine), short, combed);
      const tuft = short === 0 ? 0 : short * TUFT_CONTRAST * valueNoise(x / TUFT, y / TUFT, 16);
      const sheen = 1 + tuft + combed * (0.55 * strand - 0.12);
      const blood = sample.blood * look.blush * clarity;
      const shadow = sample.eyeShadow * look.eyeShadow;
      const freckle = sample.freckles * look.freckles * 0.8;
      const shade = 1 - sample.light;
      // Hollows swallow more light than what they miss of the sky.
      const dark = shade + 1.3 * shade ** 4;
      const mottle =
        1 +
        0.011 * valueNoise(x / 9, y / 9, 1) +
        0.011 * valueNoise(x / 34, y / 34, 2) +
        0.013 * valueNoise(x / 130, y / 130, 3) +
        0.018 * (hashNoise(x, y, 4) - 0.5);
      const line = 1 - 0.16 * sample.lines * look.lines;
      const lipShare = sample.lips * (0.35 + 0.55 * look.lips);
      const lipShade = 1 - 0.09 * lipLine(x, y) * sample.lips;
      const part = sample.partShare;
      for (const { index, ...tint } of CHANNELS) {
        let value = skin[index] * mottle * line;
        value *= (1 + blood * tint.blood) * (1 + shadow * tint.shadow) * (1 + freckle * tint.freckle);
        value += (lip[index] * lipShade - value) * lipShare;
        value *= Math.exp(-dark * tint.dark);
        value += (look.hair[index] * sheen * (0.75 + 0.25 * sample.light) - value) * hairs;
        color[texel + index] = value + (partOf(sample, index) - value) * part;
      }
      color[texel + 3] = 255;
      const oily = 0.14 * sample.blood + 0.05 * sample.pores;
      const rough = part > 0.5 ? 0.95 - 0.65 * sample.lips : 0.6 - oily - 0.2 * sample.lips + 0.25 * hairs;
      surface[texel] = 128 + 128 * (heightOf(sample, look, hairs, x, y) + 0.5 * combed * strand) * (1 - part);
      surface[texel + 1] = 255 * rough;
      surface[texel + 2] = 255 * sample.light;
      surface[texel + 3] = 255;
    }
  }
  return { size, color, surface };
}

/** How much of the place hair covers. @param isFine whether the atlas is fine enough there to show single hairs. */
function growHair(sample: Sample, look: SkinLook, x: number, y: number, isFine: boolean): number {
  const brow = sample.brows * look.brows;
  const stubble = sample.beard * look.stubble;
  const beard =
    stubble === 0
      ? 0
      : 0.38 * stubble +
        0.5 *
          dotNoise(x / BEARD_CELL, y / BEARD_CELL, 0.35 + 0.65 * stubble, 0.3, 11) *
          Math.min(2 * stubble, 1);
  const shorn = sample.scalp * look.buzz;
  const buzz =
    shorn === 0
      ? 0
      : 0.62 * shorn +
        0.3 * (isFine ? dotNoise(x / BUZZ_CELL, y / BUZZ_CELL, 0.9, 0.42, 15) : 0.4) * Math.min(2 * shorn, 1);
  return Math.min(Math.max(0.94 * brow, beard, buzz), 0.96);
}

/** Where the back of the head lies in the atlas, as two halves (u, and v from above). */
const BACK_OF_HEAD = { u: 0.856, down: 0.071 } as const;

/** Strands of combed hair, −1..1: they run from the face backwards, in the atlas from its middle outwards. */
function combedStrand(u: number, down: number): number {
  const isFront = Math.hypot(u - 0.5, down - 0.5) < 0.5;
  const x = isFront ? u - 0.5 : Math.abs(u - 0.5) + 0.5 - BACK_OF_HEAD.u;
  const y = down - (isFront ? 0.5 : BACK_OF_HEAD.down);
  const around = Math.atan2(y, Math.abs(x)) + 0.05 * valueNoise(u * 9, down * 9, 41);
  const along = Math.hypot(x, y) * (isFront ? 16 : 60);
  const fine = valueNoise(around * 150, along, 42);
  const locks = valueNoise(around * 34, along * 0.6, 43);
  return 0.55 * fine + 0.45 * locks;
}

/** Fine upright folds of the lips. */
function lipLine(x: number, y: number): number {
  return Math.max(valueNoise(x / 5 + 0.6 * valueNoise(x / 40, y / 40, 22), y / 60, 21), 0);
}

/** Height of the surface, −1..1. */
function heightOf(sample: Sample, look: SkinLook, hairs: number, x: number, y: number): number {
  const pores = look.pores * sample.pores * (1 - 0.8 * sample.lips) * (1 - hairs);
  const grain = 0.5 * valueNoise(x / 3.2, y / 3.2, 31) + 0.5 * valueNoise(x / 6.5, y / 6.5, 32);
  return (
    0.5 * pores * Math.min(grain + 0.15, 0.2) +
    0.1 * hairs * (hashNoise(x, y, 33) - 0.2) -
    0.34 * sample.lips * lipLine(x, y) * 0.4 -
    0.4 * sample.lines * look.lines
  );
}

function partOf(sample: Sample, channel: 0 | 1 | 2): number {
  return channel === 0 ? sample.partRed : channel === 1 ? sample.partGreen : sample.partBlue;
}

function createSample(): Sample {
  return {
    blood: 0,
    lips: 0,
    light: 1,
    eyeShadow: 0,
    lines: 0,
    freckles: 0,
    pores: 0,
    beard: 0,
    scalp: 0,
    brows: 0,
    partRed: 0,
    partGreen: 0,
    partBlue: 0,
    partShare: 0,
  };
}

const ROOM = new Float64Array(4);

/** Reads all pictures at a place of the atlas (0..1 from its upper left corner) into `sample`. */
function readSample(pictures: SkinPictures, u: number, down: number, sample: Sample): void {
  mixTexels(pictures.tint, u, down, ROOM);
  sample.blood = (ROOM[0] ?? 0) / 255;
  sample.lips = (ROOM[1] ?? 0) / 255;
  sample.light = (ROOM[2] ?? 0) / 255;
  mixTexels(pictures.marks, u, down, ROOM);
  sample.eyeShadow = (ROOM[0] ?? 0) / 255;
  sample.lines = (ROOM[1] ?? 0) / 255;
  sample.freckles = (ROOM[2] ?? 0) / 255;
  mixTexels(pictures.growth, u, down, ROOM);
  sample.pores = (ROOM[0] ?? 0) / 255;
  sample.beard = (ROOM[1] ?? 0) / 255;
  sample.scalp = (ROOM[2] ?? 0) / 255;
  mixTexels(pictures.brows, u, down, ROOM);
  sample.brows = (ROOM[0] ?? 0) / 255;
  mixTexels(pictures.parts, u, down, ROOM);
  sample.partRed = ROOM[0] ?? 0;
  sample.partGreen = ROOM[1] ?? 0;
  sample.partBlue = ROOM[2] ?? 0;
  sample.partShare = (ROOM[3] ?? 0) / 255;
}

/** The four channels of a picture between texel centres, into `target`. */
function mixTexels({ size, samples }: AtlasPicture, u: number, down: number, target: Float64Array): void {
  const x = Math.min(Math.max(u * size - 0.5, 0), size - 1);
  const y = Math.min(Math.max(down * size - 0.5, 0), size - 1);
  const column = Math.min(Math.floor(x), size - 2);
  const row = Math.min(Math.floor(y), size - 2);
  const fx = x - column;
  const fy = y - row;
  const first = (row * size + column) * 4;
  const below = first + size * 4;
  for (let channel = 0; channel < 4; channel += 1) {
    const top = (samples[first + channel] ?? 0) * (1 - fx) + (samples[first + 4 + channel] ?? 0) * fx;
    const bottom = (samples[below + channel] ?? 0) * (1 - fx) + (samples[below + 4 + channel] ?? 0) * fx;
    target[channel] = top * (1 - fy) + bottom * fy;
  }
}
