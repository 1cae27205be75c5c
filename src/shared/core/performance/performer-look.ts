import { gaussianRandom, seededRandom } from './seeded-random.ts';

/** How a performer is lit; what each one is made of is the renderer's. */
export const LIGHT_SETUPS = ['window', 'studio', 'lamp', 'screen', 'overcast', 'backlight'] as const;

export type LightSetup = (typeof LIGHT_SETUPS)[number];

/** A person before a camera, all made up: what differs from one performer to the next. */
export interface PerformerLook {
  readonly name: string;
  /** Draws the identity, the asymmetry and the hair's strands. */
  readonly seed: number;
  /** Standard deviation of the identity's coefficients: 1 is as people are, more is more peculiar. */
  readonly identitySpread: number;
  /** Root mean square of a smooth warp of the head that no identity or expression mode can make, centimetres. */
  readonly warp: number;
  /** 0 very light to 1 very dark. */
  readonly skinTone: number;
  /** `undefined`: a bare scalp. */
  readonly hair: { readonly length: 'short' | 'long'; readonly color: number } | undefined;
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
    skinTone: 0.2,
    hair: { length: 'short', color: 0x3a2417 },
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
    skinTone: 0.85,
    hair: { length: 'short', color: 0x120d0b },
    glasses: undefined,
    light: 'studio',
    fieldOfView: 55,
    noise: 3,
  },
  {
    name: 'Cleo',
    seed: 37,
    identitySpread: 1,
    warp: 0.1,
    skinTone: 0.05,
    hair: { length: 'long', color: 0x8a5a2c },
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
    skinTone: 0.55,
    hair: undefined,
    glasses: undefined,
    light: 'lamp',
    fieldOfView: 63,
    noise: 5,
  },
  {
    name: 'Edda',
    seed: 59,
    identitySpread: 1.3,
    warp: 0.12,
    skinTone: 0.35,
    hair: { length: 'long', color: 0x0e0b0a },
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
    skinTone: 0.7,
    hair: { length: 'short', color: 0x6b6660 },
    glasses: 'broad',
    light: 'backlight',
    fieldOfView: 60,
    noise: 4,
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

/** No coefficient is drawn farther out: heads beyond look broken rather than peculiar. */
const FARTHEST_COEFFICIENT = 2;

/** The identity of a look, Float32Array [count], in standard deviations of a face model's identity components. */
export function drawIdentity(look: PerformerLook, count: number): Float32Array {
  const random = seededRandom(look.seed);
  return Float32Array.from({ length: count }, () => {
    const drawn = look.identitySpread * gaussianRandom(random);
    return Math.min(FARTHEST_COEFFICIENT, Math.max(-FARTHEST_COEFFICIENT, drawn));
  });
}
