import type { IdentityMode } from '../face/identity-mode.ts';
import { PLAIN_SKIN, type SkinLook } from '../face/skin-look.ts';
import { clamp } from '../tracking/interpolation.ts';
import { gaussianRandom, seededRandom } from './seeded-random.ts';

/** How a performer is lit; what each one is made of is the renderer's. */
export const LIGHT_SETUPS = ['window', 'studio', 'lamp', 'screen', 'overcast', 'backlight'] as const;

export type LightSetup = (typeof LIGHT_SETUPS)[number];

/** A person before a camera, all made up: what differs from one performer to the next. */
export interface PerformerLook {
  readonly name: string;
  /** Draws the identity and the warp. */
  readonly seed: number;
  /** Standard deviation of the identity's coefficients: 1 is as people are, more is more peculiar. */
  readonly identitySpread: number;
  /** Root mean square of a smooth warp of the head that no identity or expression mode can make, centimetres. */
  readonly warp: number;
  readonly skin: SkinLook;
  /** How deeply the skin folds with the expression: 0 not at all, 1 as a face of sixty. */
  readonly creases: number;
  /** `combed`: the head's own; `short`, `long`: put on it. Undefined: none but what the skin has painted on. */
  readonly hair: 'combed' | 'short' | 'long' | undefined;
  readonly glasses: 'round' | 'broad' | undefined;
  readonly light: LightSetup;
  /** The camera's vertical field of view, degrees. MediaPipe takes every camera for one of 63°. */
  readonly fieldOfView: number;
  /** Standard deviation of the sensor's noise, of 255 levels. */
  readonly noise: number;
}

/**
 * The performers that can be asked for by name. The first is an easy one; every one after it differs in everything,
 * and each light setup, hair length, kind of glasses and camera is there at least once.
 */
export const PERFORMER_LOOKS: readonly PerformerLook[] = [
  {
    name: 'Ada',
    seed: 11,
    identitySpread: 0.7,
    warp: 0.05,
    skin: { ...PLAIN_SKIN, tone: 0.22, undertone: 0.2, hair: [58, 36, 23] },
    creases: 0,
    hair: 'short',
    glasses: undefined,
    light: 'window',
    fieldOfView: 45,
    noise: 2,
  },
  {
    name: 'Bela',
    seed: 23,
    identitySpread: 1,
    warp: 0.12,
    skin: { ...PLAIN_SKIN, tone: 0.88, stubble: 0.3, hair: [20, 16, 15], iris: [52, 34, 24] },
    creases: 0,
    hair: undefined,
    glasses: undefined,
    light: 'studio',
    fieldOfView: 50,
    noise: 3,
  },
  {
    name: 'Cleo',
    seed: 37,
    identitySpread: 1,
    warp: 0.1,
    skin: {
      ...PLAIN_SKIN,
      tone: 0.05,
      undertone: -0.5,
      freckles: 1,
      hair: [138, 90, 44],
      iris: [96, 122, 96],
    },
    creases: 0,
    hair: 'long',
    glasses: 'round',
    light: 'overcast',
    fieldOfView: 50,
    noise: 3,
  },
  {
    name: 'Dion',
    seed: 41,
    identitySpread: 1.3,
    warp: 0.15,
    skin: { ...PLAIN_SKIN, tone: 0.5, undertone: 0.4, stubble: 0.6, lines: 0.5, pores: 1, combed: 1 },
    creases: 0,
    hair: 'combed',
    glasses: undefined,
    light: 'lamp',
    fieldOfView: 55,
    noise: 5,
  },
  {
    name: 'Edda',
    seed: 59,
    identitySpread: 1.3,
    warp: 0.12,
    skin: { ...PLAIN_SKIN, tone: 0.36, lips: 0.9, hair: [18, 14, 13], iris: [84, 56, 34] },
    creases: 0,
    hair: 'long',
    glasses: undefined,
    light: 'screen',
    fieldOfView: 40,
    noise: 7,
  },
  {
    name: 'Finn',
    seed: 67,
    identitySpread: 1.2,
    warp: 0.15,
    skin: { ...PLAIN_SKIN, tone: 0.68, lines: 1, pores: 1, brows: 0.7, hair: [107, 102, 96] },
    creases: 0,
    hair: 'short',
    glasses: 'broad',
    light: 'backlight',
    fieldOfView: 60,
    noise: 4,
  },
  {
    name: 'Gala',
    seed: 83,
    identitySpread: 0.8,
    warp: 0.08,
    skin: { ...PLAIN_SKIN, tone: 0.3, lines: 0.6, hair: [150, 146, 140], iris: [82, 104, 118] },
    creases: 1.5,
    hair: 'short',
    glasses: undefined,
    light: 'window',
    fieldOfView: 45,
    noise: 2,
  },
];

/** Names of all performers. */
export const PERFORMER_NAMES: readonly string[] = PERFORMER_LOOKS.map(({ name }) => name);

/** The performer of that name, in capitals or not. */
export function findPerformerLook(name: string): PerformerLook | undefined {
  return PERFORMER_LOOKS.find((look) => look.name.toLowerCase() === name.toLowerCase());
}

/** Whom `--camera demo` means. */
export const DEFAULT_PERFORMER = 'Ada';

/**
 * Whom `demo` or `demo:NAME` means where a camera's name or a file could stand; undefined for anything else.
 * @returns a performer's name, which need not exist.
 */
export function parseDemoName(text: string): string | undefined {
  const [demo, name = DEFAULT_PERFORMER, ...rest] = text.split(':');
  return demo === 'demo' && rest.length === 0 ? name : undefined;
}

/** The mode of the head's own hair: a style and not a trait, so it is chosen and not drawn. */
const HAIR_MODE = 'hairVolume';
const COMBED_VOLUME = 0.7;

/**
 * The identity of a look: coefficients of a head's modes, Float32Array [modes], each kept within what the mode allows.
 */
export function drawIdentity(look: PerformerLook, modes: readonly IdentityMode[]): Float32Array {
  const random = seededRandom(look.seed);
  return Float32Array.from(modes, ({ name, minimum, maximum }) => {
    const drawn = look.identitySpread * gaussianRandom(random);
    if (name === HAIR_MODE) {
      return look.hair === 'combed' ? COMBED_VOLUME : 0;
    }
    return clamp(drawn, minimum, maximum);
  });
}
