import type { FaceShape, Gesture } from './gesture.ts';
import { both } from './gesture.ts';

/**
 * What the mouth does for a sound; letters stand for sounds, not for spelling. Consonants that only the tongue makes
 * look alike. Weights as people reach them when they speak with care, not the shapes' full height.
 */
const MOUTH_OF_SOUND: Readonly<Record<string, FaceShape>> = {
  a: { jawOpen: 0.5, ...both('mouthLowerDown', 0.25), ...both('mouthUpperUp', 0.15) },
  e: { jawOpen: 0.28, ...both('mouthStretch', 0.3), ...both('mouthLowerDown', 0.25) },
  i: { jawOpen: 0.12, ...both('mouthSmile', 0.3), ...both('mouthStretch', 0.25) },
  o: { jawOpen: 0.35, mouthFunnel: 0.6 },
  u: { jawOpen: 0.12, mouthPucker: 0.8 },
  m: { mouthRollLower: 0.3, mouthRollUpper: 0.25, ...both('mouthPress', 0.4) },
  f: { jawOpen: 0.08, mouthRollLower: 0.5, ...both('mouthUpperUp', 0.25) },
  l: { jawOpen: 0.22, ...both('mouthLowerDown', 0.15) },
  s: { jawOpen: 0.06, ...both('mouthStretch', 0.2), ...both('mouthLowerDown', 0.3) },
  r: { jawOpen: 0.15, mouthFunnel: 0.4 },
  w: { mouthPucker: 0.9, jawOpen: 0.05 },
};

/** Seconds a sound lasts, and after how many the next one begins: mouths never finish one shape before the next. */
const SOUND_SECONDS = 0.26;
const SOUND_STEP = 0.13;
const SOUND_RISE = 0.45;

/** Gestures that mouth a text, a letter a sound; what is no sound is a pause of one. */
export function mouthSounds(text: string): Gesture[] {
  return [...text].flatMap((sound, index) => {
    const face = MOUTH_OF_SOUND[sound];
    return face === undefined
      ? []
      : [{ start: index * SOUND_STEP, seconds: SOUND_SECONDS, rise: SOUND_RISE, face }];
  });
}

/** Seconds that mouthing a text takes. */
export function speechSeconds(text: string): number {
  return (text.length - 1) * SOUND_STEP + SOUND_SECONDS;
}
