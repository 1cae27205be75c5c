import { both, type FaceShape, type Gesture, look } from './gesture.ts';
import { seededRandom } from './seeded-random.ts';

/** What one part of the face may do next; parts act at the same time, each one thing after the other. */
interface ActingPart {
  readonly shapes: readonly FaceShape[];
  /** Shortest and longest gesture, seconds. */
  readonly seconds: readonly [shortest: number, longest: number];
  /** Share of the gestures that are pauses. */
  readonly rest: number;
}

const PARTS: readonly ActingPart[] = [
  {
    shapes: [
      { browInnerUp: 1, ...both('browOuterUp') },
      { browInnerUp: 1 },
      both('browOuterUp'),
      { browOuterUpLeft: 1 },
      { browOuterUpRight: 1 },
      both('browDown'),
      { ...both('browDown'), browInnerUp: 0.6 },
    ],
    seconds: [0.8, 2],
    rest: 0.25,
  },
  {
    shapes: [
      look(1, 0),
      look(-1, 0),
      look(0, 1),
      look(0, -1),
      look(0.7, 0.6),
      look(-0.7, -0.6),
      both('eyeSquint'),
      both('eyeWide'),
      { eyeBlinkLeft: 1, eyeSquintLeft: 0.4, cheekSquintLeft: 0.5 },
      { eyeBlinkRight: 1, eyeSquintRight: 0.4, cheekSquintRight: 0.5 },
    ],
    seconds: [0.7, 1.6],
    rest: 0.2,
  },
  {
    shapes: [
      { ...both('mouthSmile'), ...both('cheekSquint', 0.6) },
      { mouthSmileLeft: 1, mouthDimpleRight: 0.5 },
      { mouthSmileRight: 1, mouthDimpleLeft: 0.5 },
      { ...both('mouthSmile'), jawOpen: 0.5, ...both('mouthUpperUp', 0.4) },
      { ...both('mouthFrown'), mouthShrugLower: 0.5 },
      { mouthPucker: 1 },
      { mouthFunnel: 1, jawOpen: 0.3 },
      { jawOpen: 1 },
      { jawOpen: 0.6, mouthClose: 0.6 },
      { jawLeft: 1 },
      { jawRight: 1 },
      { jawForward: 1 },
      { mouthLeft: 1 },
      { mouthRight: 1 },
      { ...both('mouthPress'), mouthRollLower: 0.5, mouthRollUpper: 0.5 },
      { ...both('mouthStretch'), ...both('mouthLowerDown', 0.6) },
      { ...both('mouthUpperUp', 0.7), ...both('noseSneer') },
      { mouthShrugLower: 1, mouthShrugUpper: 0.6 },
      { cheekPuff: 1, ...both('mouthPress', 0.4) },
      both('mouthDimple'),
    ],
    seconds: [0.8, 2.2],
    rest: 0.1,
  },
];

const WEAKEST = 0.3;
/** Share of a gesture after which the part's next one begins. */
const STEP = 0.75;
const RISE = 0.4;

/** Farthest that the head turns by itself, degrees, and how long that takes, seconds. */
const FARTHEST = { yaw: 28, pitch: 15, roll: 12 } as const;
const TURN_SECONDS = [1.4, 3] as const;

/** Blinks come after this many seconds, as people's do. */
const BLINK_PAUSE = [1.5, 4] as const;

/** One blink: quick to close, slower to open. */
export const BLINK: Omit<Gesture, 'start'> = {
  seconds: 0.24,
  rise: 0.4,
  face: both('eyeBlink'),
};

/** Smooth random acting for `seconds`, ended by then; the same for the same seed. */
export function improvise(seconds: number, seed: number): Gesture[] {
  const random = seededRandom(seed);
  const between = ([low, high]: readonly [number, number]) => low + (high - low) * random();
  const gestures: Gesture[] = [];
  for (const part of PARTS) {
    for (let start = 0; start + part.seconds[1] <= seconds; ) {
      const duration = between(part.seconds);
      const shape = part.shapes[Math.floor(random() * part.shapes.length)];
      const height = WEAKEST + (1 - WEAKEST) * random();
      if (random() >= part.rest && shape !== undefined) {
        gestures.push({ start, seconds: duration, rise: RISE, face: scaled(shape, height) });
      }
      start += duration * STEP;
    }
  }
  for (let start = 0; start + TURN_SECONDS[1] <= seconds; ) {
    const duration = between(TURN_SECONDS);
    const turn = {
      yaw: FARTHEST.yaw * (2 * random() - 1),
      pitch: FARTHEST.pitch * (2 * random() - 1),
      roll: FARTHEST.roll * (2 * random() - 1),
    };
    gestures.push({ start, seconds: duration, rise: 0.5, turn });
    start += duration * STEP;
  }
  for (let start = between(BLINK_PAUSE); start + BLINK.seconds < seconds; start += between(BLINK_PAUSE)) {
    gestures.push({ start, ...BLINK });
  }
  return gestures;
}

function scaled(shape: FaceShape, height: number): FaceShape {
  return Object.fromEntries(Object.entries(shape).map(([name, weight]) => [name, weight * height]));
}
