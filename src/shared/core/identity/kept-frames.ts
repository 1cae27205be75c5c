import { EXPRESSION_COUNT, EXPRESSION_NAMES } from '../face/expression-names.ts';
import { copyFaceFrame, createFaceFrame, type FaceFrame } from '../face/face-frame.ts';
import { copyObservation, createFaceObservation, type FaceObservation } from '../face/face-observation.ts';
import type { ShapeFrame } from './fit-landmarks.ts';

/** Views are alike within this angle, radians: 12°. */
const BIN = (12 * Math.PI) / 180;

/** Frames kept of each kind of view: more of one view tell nothing new. */
const KEPT_PER_VIEW = 6;

/** All views together count as many single ones as their number's root, times this: their errors are of one kind. */
const WEIGHT = 3;

/** A frame that an enrolment keeps. */
export interface KeptFrame {
  readonly observation: FaceObservation;
  readonly frame: FaceFrame;
  /** How much the face does: sum of its weights, looks left out. */
  readonly motion: number;
}

/** Copies a frame, to be kept. */
export function keepFrame(observation: FaceObservation, frame: FaceFrame): KeptFrame {
  const kept: KeptFrame = {
    observation: createFaceObservation(),
    frame: createFaceFrame(),
    motion: motionOf(frame.rawExpression),
  };
  copyObservation(observation, kept.observation);
  copyFaceFrame(frame, kept.frame);
  return kept;
}

const LOOKS = EXPRESSION_NAMES.flatMap((name, index) => (name.startsWith('eyeLook') ? [index] : []));

/** The calmest frames of each view of a head: what of a long clip is needed to find a shape. */
export class KeptFrames {
  readonly #views = new Map<string, KeptFrame[]>();

  /** In the order of time. */
  get all(): readonly KeptFrame[] {
    return [...this.#views.values()].flat().sort((a, b) => a.frame.time - b.frame.time);
  }

  /** How many kinds of views there are. */
  get viewCount(): number {
    return this.#views.size;
  }

  /** Copies a frame if it is among the calmest of its view. */
  offer(observation: FaceObservation, frame: FaceFrame): void {
    const { yaw, pitch } = turnOf(frame);
    const view = `${Math.round(yaw / BIN)} ${Math.round(pitch / BIN)}`;
    const kept = this.#views.get(view) ?? [];
    const motion = motionOf(frame.rawExpression);
    if (kept.length === KEPT_PER_VIEW) {
      if (motion >= (kept.at(-1)?.motion ?? 0)) {
        return;
      }
      kept.pop();
    }
    kept.push(keepFrame(observation, frame));
    kept.sort((a, b) => a.motion - b.motion);
    this.#views.set(view, kept);
  }

  /** Takes over another's frames. */
  merge(other: KeptFrames): void {
    for (const { observation, frame } of other.all) {
      this.offer(observation, frame);
    }
  }

  /** For `fitLandmarks`: every view counts alike, however many frames show it. */
  shapeFrames(): readonly ShapeFrame[] {
    return [...this.#views.values()].flatMap((kept) =>
      kept.map(({ observation, frame }) => ({
        observation,
        looks: looksOf(frame.rawExpression),
        weight: WEIGHT / kept.length / Math.sqrt(this.#views.size),
      })),
    );
  }

  /** How far the head turned to the sides, radians. */
  get yawSpan(): number {
    const yaws = this.all.map(({ frame }) => turnOf(frame).yaw);
    return yaws.length === 0
      ? 0
      : yaws.reduce((a, b) => Math.max(a, b)) - yaws.reduce((a, b) => Math.min(a, b));
  }
}

/** Where the nose points, radians. */
export function turnOf({ headRotation: [x = 0, y = 0, z = 0, w = 1] }: FaceFrame): {
  readonly yaw: number;
  readonly pitch: number;
} {
  return {
    yaw: Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y)),
    pitch: Math.asin(Math.min(Math.max(2 * (y * z - w * x), -1), 1)),
  };
}

function motionOf(weights: Float32Array): number {
  const looks = LOOKS.reduce((sum, index) => sum + (weights[index] ?? 0), 0);
  return weights.reduce((sum, weight) => sum + weight, 0) - looks;
}

function looksOf(weights: Float32Array): Float32Array {
  const looks = new Float32Array(EXPRESSION_COUNT);
  for (const index of LOOKS) {
    looks[index] = weights[index] ?? 0;
  }
  return looks;
}
