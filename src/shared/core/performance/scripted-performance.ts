import { EXPRESSION_COUNT, expressionIndex, isExpressionName } from '../face/expression-names.ts';
import { type EyeLooks, FULL_LOOK, LEFT_LOOKS, RIGHT_LOOKS } from '../face/eye-looks.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { setQuaternion } from '../face/rotation.ts';
import { clamp, smoothstep } from '../tracking/interpolation.ts';
import type { Gesture, Scene } from './gesture.ts';
import { performanceScript } from './performance-script.ts';

const RADIANS = Math.PI / 180;

/** Widest turns of the head, radians, however many gestures add up. */
const FARTHEST_TURN = { yaw: 35 * RADIANS, pitch: 20 * RADIANS, roll: 20 * RADIANS } as const;

/** Where the head is when it looks ahead, centimetres in the camera's frame: an arm's length away. */
const SEAT = [0, -1, -44] as const;

/** What the head turns about, from the origin of its frame, centimetres: half way down the neck. */
const NECK = [0, -6, -6.5] as const;

/**
 * Nobody sits like a statue: a sway of the head that never stops, radians and centimetres. Rounds per performance, so
 * that its end meets its beginning.
 */
const SWAY = {
  yaw: { height: 1.1 * RADIANS, rounds: 17, phase: 0.3 },
  pitch: { height: 0.7 * RADIANS, rounds: 26, phase: 1.9 },
  roll: { height: 0.6 * RADIANS, rounds: 21, phase: 4.1 },
  side: { height: 0.35, rounds: 13, phase: 2.2 },
  rise: { height: 0.2, rounds: 33, phase: 0.9 },
} as const;

/** A scene's place in the performance, milliseconds. */
export interface SceneSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A gesture with everything counted in milliseconds of the performance, radians and indices. */
interface TimedGesture {
  readonly start: number;
  readonly end: number;
  readonly rise: number;
  readonly indices: Uint8Array;
  readonly weights: Float32Array;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly shift: readonly [number, number, number];
}

/**
 * What the demo performer does at any time: the truth that trackers are measured against. The same in every run; it
 * repeats after `duration`.
 */
export class ScriptedPerformance {
  /** Milliseconds. */
  readonly duration: number;
  readonly scenes: readonly SceneSpan[];
  readonly #gestures: readonly TimedGesture[];
  readonly #angles = new Float64Array(3);

  /** @param script scenes one after the other; by default the performer's own. */
  constructor(script: readonly Scene[] = performanceScript()) {
    const scenes: SceneSpan[] = [];
    const gestures: TimedGesture[] = [];
    let start = 0;
    for (const scene of script) {
      const end = start + scene.seconds * 1000;
      scenes.push({ name: scene.name, start, end });
      for (const gesture of scene.gestures) {
        gestures.push(timed(gesture, start));
      }
      start = end;
    }
    this.duration = start;
    this.scenes = scenes;
    this.#gestures = gestures;
  }

  /**
   * Writes expression, head pose and gaze at a time into `target`, as a FaceFrame without calibration has them, tracked
   * with full confidence. Gaze follows from the eyeLook expressions (FULL_LOOK). Allocates nothing.
   * @param time milliseconds since the performance began; also becomes the frame's.
   */
  at(time: number, target: FaceFrame): void {
    const now = ((time % this.duration) + this.duration) % this.duration;
    const { expression, headTranslation } = target;
    expression.fill(0);
    headTranslation.set(SEAT);
    this.#sway(now, headTranslation);
    for (const gesture of this.#gestures) {
      if (now >= gesture.start && now < gesture.end) {
        this.#add(gesture, heightAt(gesture, now), expression, headTranslation);
      }
    }
    for (let i = 0; i < EXPRESSION_COUNT; i += 1) {
      expression[i] = clamp(expression[i] ?? 0, 0, 1);
    }
    this.#turn(target.headRotation);
    moveAboutNeck(target.headRotation, headTranslation);
    writeGaze(expression, LEFT_LOOKS, 1, target.gazeLeft);
    writeGaze(expression, RIGHT_LOOKS, -1, target.gazeRight);
    target.rawExpression.set(expression);
    target.time = time;
    target.tracking = 'tracked';
    target.confidence = 1;
  }

  #sway(now: number, translation: Float32Array): void {
    const turns = (2 * Math.PI * now) / this.duration;
    this.#angles[0] = swing(SWAY.yaw, turns);
    this.#angles[1] = swing(SWAY.pitch, turns);
    this.#angles[2] = swing(SWAY.roll, turns);
    translation[0] = (translation[0] ?? 0) + swing(SWAY.side, turns);
    translation[1] = (translation[1] ?? 0) + swing(SWAY.rise, turns);
  }

  #add(gesture: TimedGesture, height: number, expression: Float32Array, translation: Float32Array): void {
    const { indices, weights, shift } = gesture;
    for (let i = 0; i < indices.length; i += 1) {
      const index = indices[i] ?? 0;
      expression[index] = (expression[index] ?? 0) + height * (weights[i] ?? 0);
    }
    const angles = this.#angles;
    angles[0] = (angles[0] ?? 0) + height * gesture.yaw;
    angles[1] = (angles[1] ?? 0) + height * gesture.pitch;
    angles[2] = (angles[2] ?? 0) + height * gesture.roll;
    translation[0] = (translation[0] ?? 0) + height * shift[0];
    translation[1] = (translation[1] ?? 0) + height * shift[1];
    translation[2] = (translation[2] ?? 0) + height * shift[2];
  }

  /** First roll, then pitch, then yaw, about the head's own axes at rest: the product of their quaternions. */
  #turn(rotation: Float32Array): void {
    const halfYaw = bounded(this.#angles[0], FARTHEST_TURN.yaw) / 2;
    const halfPitch = bounded(this.#angles[1], FARTHEST_TURN.pitch) / 2;
    const halfRoll = bounded(this.#angles[2], FARTHEST_TURN.roll) / 2;
    const sinYaw = Math.sin(halfYaw);
    const cosYaw = Math.cos(halfYaw);
    const sinPitch = Math.sin(halfPitch);
    const cosPitch = Math.cos(halfPitch);
    const sinRoll = Math.sin(halfRoll);
    const cosRoll = Math.cos(halfRoll);
    setQuaternion(
      rotation,
      -cosYaw * sinPitch * cosRoll + sinYaw * cosPitch * sinRoll,
      sinYaw * cosPitch * cosRoll + cosYaw * sinPitch * sinRoll,
      cosYaw * cosPitch * sinRoll + sinYaw * sinPitch * cosRoll,
      cosYaw * cosPitch * cosRoll - sinYaw * sinPitch * sinRoll,
    );
  }
}

function timed(gesture: Gesture, sceneStart: number): TimedGesture {
  const start = sceneStart + gesture.start * 1000;
  const weights = Object.entries(gesture.face ?? {}).filter(([, weight]) => weight !== 0);
  const names = weights.map(([name]) => name).filter(isExpressionName);
  const { yaw = 0, pitch = 0, roll = 0 } = gesture.turn ?? {};
  return {
    start,
    end: start + gesture.seconds * 1000,
    rise: gesture.rise,
    indices: Uint8Array.from(names, expressionIndex),
    weights: Float32Array.from(weights, ([, weight]) => weight),
    yaw: yaw * RADIANS,
    pitch: pitch * RADIANS,
    roll: roll * RADIANS,
    shift: gesture.shift ?? [0, 0, 0],
  };
}

/** 0..1: where a gesture stands between rest and its height. */
function heightAt({ start, end, rise }: TimedGesture, now: number): number {
  const share = (now - start) / (end - start);
  return smoothstep(0, rise, share) * smoothstep(1, 1 - rise, share);
}

function swing(
  { height, rounds, phase }: { readonly height: number; readonly rounds: number; readonly phase: number },
  turns: number,
): number {
  return height * Math.sin(rounds * turns + phase);
}

function bounded(angle: number | undefined, farthest: number): number {
  return clamp(angle ?? 0, -farthest, farthest);
}

/** Adds to a translation what turning about the neck moves the head's origin: NECK − R · NECK. */
function moveAboutNeck(rotation: Float32Array, translation: Float32Array): void {
  const x = rotation[0] ?? 0;
  const y = rotation[1] ?? 0;
  const z = rotation[2] ?? 0;
  const w = rotation[3] ?? 1;
  const [px, py, pz] = NECK;
  // R p = p + 2 q × (q × p + w p), q the quaternion's vector part.
  const ix = y * pz - z * py + w * px;
  const iy = z * px - x * pz + w * py;
  const iz = x * py - y * px + w * pz;
  translation[0] = (translation[0] ?? 0) - 2 * (y * iz - z * iy);
  translation[1] = (translation[1] ?? 0) - 2 * (z * ix - x * iz);
  translation[2] = (translation[2] ?? 0) - 2 * (x * iy - y * ix);
}

/** @param outwards +1 where looking out is looking to the subject's left. */
function writeGaze(expression: Float32Array, eye: EyeLooks, outwards: 1 | -1, gaze: Float32Array): void {
  const out = (expression[eye.out] ?? 0) - (expression[eye.in] ?? 0);
  gaze[0] = outwards * FULL_LOOK.side * out;
  gaze[1] = FULL_LOOK.up * (expression[eye.up] ?? 0) - FULL_LOOK.down * (expression[eye.down] ?? 0);
}
