import { expressionIndex } from '../face/expression-names.ts';
import type { FaceFrame } from '../face/face-frame.ts';

/** What a person is asked to do while being enrolled, in the order they are asked. Left and right are theirs. */
export const ENROLMENT_STEPS = [
  'ahead',
  'turnLeft',
  'turnRight',
  'lookUp',
  'lookDown',
  'browsUp',
  'frown',
  'smile',
  'squint',
  'eyesShut',
] as const;

export type EnrolmentStep = (typeof ENROLMENT_STEPS)[number];

/** All steps but the first, which is measured by keeping still. */
export type MovedStep = Exclude<EnrolmentStep, 'ahead'>;

/** How much of a step's measure is needed, beyond what the face reads at rest. */
export interface StepLimits {
  /** Counts when the step is asked for. */
  readonly least: number;
  /** Counts whenever it is seen, and is as good as can be. */
  readonly full: number;
}

const RADIANS = Math.PI / 180;

/**
 * Turns in radians: a third of what trackers are asked to follow shows the side of a nose. Weights: half and most of what
 * the solver reads of a demo performer who does nothing else.
 */
export const STEP_LIMITS: Readonly<Record<MovedStep, StepLimits>> = {
  turnLeft: { least: 14 * RADIANS, full: 22 * RADIANS },
  turnRight: { least: 14 * RADIANS, full: 22 * RADIANS },
  lookUp: { least: 7 * RADIANS, full: 12 * RADIANS },
  lookDown: { least: 7 * RADIANS, full: 12 * RADIANS },
  browsUp: { least: 0.3, full: 0.6 },
  frown: { least: 0.2, full: 0.38 },
  smile: { least: 0.35, full: 0.6 },
  squint: { least: 0.16, full: 0.25 },
  eyesShut: { least: 0.5, full: 0.7 },
};

/** Above these a face frowns because it laughs, and squints because its eyes are shut. */
const LAUGHING = 0.4;
const SHUT = 0.6;

/** Farther from ahead than this an expression is seen from its side; radians. */
const LARGEST_TURN = 15 * RADIANS;
const LARGEST_NOD = 12 * RADIANS;

const WEIGHTS = {
  browInnerUp: expressionIndex('browInnerUp'),
  browOuterUp: [expressionIndex('browOuterUpLeft'), expressionIndex('browOuterUpRight')],
  browDown: [expressionIndex('browDownLeft'), expressionIndex('browDownRight')],
  mouthSmile: [expressionIndex('mouthSmileLeft'), expressionIndex('mouthSmileRight')],
  eyeSquint: [expressionIndex('eyeSquintLeft'), expressionIndex('eyeSquintRight')],
  cheekSquint: [expressionIndex('cheekSquintLeft'), expressionIndex('cheekSquintRight')],
  eyeBlink: [expressionIndex('eyeBlinkLeft'), expressionIndex('eyeBlinkRight')],
  jawOpen: expressionIndex('jawOpen'),
} as const;

/** One frame's face, read for the steps: where the head looks, radians, and weights 0..1. */
export interface StepReading {
  /** Positive to the subject's left. */
  yaw: number;
  /** Positive up. */
  pitch: number;
  browsUp: number;
  frown: number;
  smile: number;
  squint: number;
  eyesShut: number;
  jawOpen: number;
}

/** A face that looks ahead and does nothing. */
export function createStepReading(): StepReading {
  return { yaw: 0, pitch: 0, browsUp: 0, frown: 0, smile: 0, squint: 0, eyesShut: 0, jawOpen: 0 };
}

/** Reads a frame before calibration and filtering into `target`. */
export function readForSteps({ headRotation, rawExpression }: FaceFrame, target: StepReading): void {
  const x = headRotation[0] ?? 0;
  const y = headRotation[1] ?? 0;
  const z = headRotation[2] ?? 0;
  const w = headRotation[3] ?? 1;
  // Where the nose points: the rotation's third column.
  target.yaw = Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y));
  target.pitch = Math.asin(Math.min(Math.max(2 * (y * z - w * x), -1), 1));
  target.browsUp = Math.max(
    rawExpression[WEIGHTS.browInnerUp] ?? 0,
    meanOf(rawExpression, WEIGHTS.browOuterUp),
  );
  target.frown = meanOf(rawExpression, WEIGHTS.browDown);
  target.smile = meanOf(rawExpression, WEIGHTS.mouthSmile);
  target.squint = Math.max(
    meanOf(rawExpression, WEIGHTS.eyeSquint),
    meanOf(rawExpression, WEIGHTS.cheekSquint),
  );
  target.eyesShut = Math.min(
    rawExpression[WEIGHTS.eyeBlink[0] ?? 0] ?? 0,
    rawExpression[WEIGHTS.eyeBlink[1] ?? 0] ?? 0,
  );
  target.jawOpen = rawExpression[WEIGHTS.jawOpen] ?? 0;
}

/** How far a step is being done beyond the face at rest, in the units of its limits; 0 or less when it is not. */
export function riseOf(step: MovedStep, now: StepReading, rest: StepReading): number {
  const turn = now.yaw - rest.yaw;
  const nod = now.pitch - rest.pitch;
  switch (step) {
    case 'turnLeft':
      return turn;
    case 'turnRight':
      return -turn;
    case 'lookUp':
      return nod;
    case 'lookDown':
      return -nod;
    default:
      break;
  }
  const isMasked =
    Math.abs(turn) > LARGEST_TURN ||
    Math.abs(nod) > LARGEST_NOD ||
    (step === 'frown' && now.smile - rest.smile > LAUGHING) ||
    (step === 'squint' && now.eyesShut > SHUT);
  return isMasked ? 0 : now[step] - rest[step];
}

function meanOf(weights: Float32Array, [left = 0, right = 0]: readonly number[]): number {
  return ((weights[left] ?? 0) + (weights[right] ?? 0)) / 2;
}
