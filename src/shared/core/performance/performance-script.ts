import { EXPRESSION_NAMES, type ExpressionName } from '../face/expression-names.ts';
import type { Scene } from './gesture.ts';
import {
  both,
  type FaceShape,
  type Gesture,
  type HeadShift,
  type HeadTurn,
  look,
  type PairName,
} from './gesture.ts';
import { BLINK, improvise } from './random-gestures.ts';
import { mouthSounds, speechSeconds } from './speech.ts';

/** Seconds one expression is shown for, and how steeply: what a tracker can follow at 30 frames a second. */
const SHOWING = { seconds: 0.8, rise: 0.38 } as const;

/** Expressions that no face can show alone, and what comes with them. */
const COMPANIONS: Readonly<Partial<Record<ExpressionName, FaceShape>>> = {
  // The lips can be closed over an open jaw only.
  mouthClose: { jawOpen: 1 },
  tongueOut: { jawOpen: 0.4 },
};

/** Pairs that both sides are shown of at once. */
const PAIRS: readonly PairName[] = [
  'browDown',
  'browOuterUp',
  'cheekSquint',
  'eyeBlink',
  'eyeSquint',
  'eyeWide',
  'mouthDimple',
  'mouthFrown',
  'mouthLowerDown',
  'mouthPress',
  'mouthSmile',
  'mouthStretch',
  'mouthUpperUp',
  'noseSneer',
];

const GREETING = 'hai wi ar furou';
const SENTENCE = 'misio muf ouri wun li milaion al fois soli';

/**
 * The demo performer's part, in order: a greeting, turns, each expression alone, pairs, combinations, speech, and
 * smooth random acting. Head turns reach ±35° yaw and ±20° pitch, the widest that trackers are asked to follow.
 */
export function performanceScript(): Scene[] {
  return [
    { name: 'neutral', seconds: 2, gestures: [] },
    speak('greeting', GREETING, [
      { start: 0.2, seconds: 1.8, rise: 0.4, face: { browInnerUp: 0.4, ...both('mouthSmile', 0.35) } },
      { start: 0.3, seconds: 1.2, rise: 0.5, turn: { roll: 6, pitch: -5 } },
    ]),
    show('bigSmile', { ...both('mouthSmile'), ...both('cheekSquint', 0.7), ...both('eyeSquint', 0.3) }, 1.4),
    turn('turnLeft', { yaw: 35 }, 1.6),
    turn('turnRight', { yaw: -35 }, 1.6),
    turn('lookUp', { pitch: 20 }, 1.4),
    turn('lookDown', { pitch: -20 }, 1.4),
    turn('tiltRight', { roll: 20 }, 1.3),
    turn('tiltLeft', { roll: -20 }, 1.3),
    turn('upLeft', { yaw: 30, pitch: 16 }, 1.4, both('mouthSmile', 0.6)),
    turn('downRight', { yaw: -30, pitch: -16 }, 1.4, { jawOpen: 0.6 }),
    lean('near', [0, 1, 10]),
    lean('far', [2, -1, -14]),
    lean('aside', [-7, 0, 0]),
    ...EXPRESSION_NAMES.map((name) => show(name, { ...COMPANIONS[name], [name]: 1 })),
    ...PAIRS.map((name) => show(`${name}Both`, both(name))),
    show('gazeLeft', look(1, 0)),
    show('gazeRight', look(-1, 0)),
    show('gazeUp', look(0, 1)),
    show('gazeDown', look(0, -1)),
    show('gazeUpRight', look(-0.7, 0.7)),
    show('gazeDownLeft', look(0.7, -0.7)),
    blinks('blinks', 3),
    show('winkLeft', { eyeBlinkLeft: 1, cheekSquintLeft: 0.7, mouthSmileLeft: 0.4 }),
    show('winkRight', { eyeBlinkRight: 1, cheekSquintRight: 0.7, mouthSmileRight: 0.4 }),
    show('surprise', { browInnerUp: 1, ...both('browOuterUp'), ...both('eyeWide'), jawOpen: 0.7 }, 1.2),
    show('anger', { ...both('browDown'), ...both('noseSneer', 0.6), ...both('mouthPress', 0.8) }, 1.2),
    show('sadness', { browInnerUp: 0.9, ...both('mouthFrown'), mouthShrugLower: 0.6, ...look(0, -0.5) }, 1.2),
    show('disgust', { ...both('noseSneer'), ...both('mouthUpperUp', 0.7), ...both('eyeSquint', 0.6) }, 1.2),
    show('fear', { browInnerUp: 1, ...both('eyeWide'), ...both('mouthStretch'), jawOpen: 0.25 }, 1.2),
    show('doubt', { browOuterUpLeft: 1, browDownRight: 0.6, mouthLeft: 0.7 }, 1.2),
    show('kiss', { mouthPucker: 1, ...both('eyeBlink', 0.6) }, 1.2),
    show('puffed', { cheekPuff: 1, ...both('mouthPress', 0.5), ...both('browOuterUp', 0.5) }, 1.2),
    show(
      'laugh',
      { ...both('mouthSmile'), jawOpen: 0.6, ...both('cheekSquint'), ...both('eyeSquint', 0.5) },
      1.4,
    ),
    show('sleepy', { ...both('eyeBlink', 0.6), ...look(0, -0.6), jawOpen: 0.1 }, 1.2),
    speak('sentence', SENTENCE, [
      { start: 0.5, seconds: 1.5, rise: 0.4, face: { browInnerUp: 0.7 } },
      { start: 0.4, seconds: 2.4, rise: 0.5, turn: { yaw: 14, roll: -5 } },
      { start: 2.6, seconds: 2.4, rise: 0.5, turn: { yaw: -12, pitch: 6 } },
      { start: 3.2, seconds: 1.2, rise: 0.4, face: both('browDown', 0.5) },
      { start: 1.8, ...BLINK },
      { start: 4.1, ...BLINK },
    ]),
    { name: 'improvisation', seconds: 16, gestures: improvise(16, 1) },
    { name: 'rest', seconds: 1, gestures: [] },
  ];
}

/** Rises to a face and falls again. */
function show(name: string, face: FaceShape, seconds: number = SHOWING.seconds): Scene {
  return { name, seconds, gestures: [{ start: 0, seconds, rise: SHOWING.rise, face }] };
}

function turn(name: string, to: HeadTurn, seconds: number, face: FaceShape = {}): Scene {
  return { name, seconds, gestures: [{ start: 0, seconds, rise: 0.42, turn: to, face }] };
}

function lean(name: string, shift: HeadShift): Scene {
  return { name, seconds: 1.6, gestures: [{ start: 0, seconds: 1.6, rise: 0.42, shift }] };
}

function blinks(name: string, count: number): Scene {
  const seconds = 0.45;
  return {
    name,
    seconds: seconds * count,
    gestures: Array.from({ length: count }, (_, i) => ({ start: i * seconds, ...BLINK })),
  };
}

function speak(name: string, text: string, gestures: readonly Gesture[]): Scene {
  return { name, seconds: speechSeconds(text) + 0.2, gestures: [...mouthSounds(text), ...gestures] };
}
