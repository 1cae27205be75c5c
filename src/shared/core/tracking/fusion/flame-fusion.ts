import { axisAngleFromQuaternion, quaternionFromAxisAngle } from '../../face/axis-angle.ts';
import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import type { FaceFrame } from '../../face/face-frame.ts';
import type { FlameParameters } from '../../face/flame-parameters.ts';
import {
  angleBetween,
  invertQuaternion,
  multiplyQuaternions,
  slerpQuaternions,
} from '../../face/rotation.ts';
import { ramp } from '../interpolation.ts';
import {
  COEFFICIENT_COUNT,
  PREDICTED_COUNT,
  readCoefficients,
  writeCoefficients,
} from './flame-coefficients.ts';
import type { FrameHistory } from './frame-history.ts';
import { beliefOf, believedShare, HEAD_BELIEF } from './result-belief.ts';
import { RidgeRegression } from './ridge-regression.ts';

/**
 * The regression's memory and pull. 2000 results, some minutes, outlive a change of light or posture; a pull of 0.1 is
 * where random gestures of the demo performer are predicted best from their first ten seconds.
 */
const MEMORY = 0.9995;
const RIDGE = 0.1;

/** Numbers of what a fusion has learned: for each weight and the constant, what it adds to each coefficient. */
export const FLAME_LEARNED_LENGTH = (EXPRESSION_COUNT + 1) * PREDICTED_COUNT;

/** A correction is spread over the time until the next result is due, between these bounds, milliseconds. */
const SHORTEST_SPREAD = 60;
const LONGEST_SPREAD = 300;

/**
 * Makes a pack's coefficients at camera rate out of results that come late and seldom: what the tracker's expression makes
 * one expect, learned from all results so far, corrected by the newest one (design section 5). A result is compared with
 * the frame it was made from, so its lateness is no lag, and its correction is spread over the frames until the next.
 *
 * The head's rotation is the tracker's, turned by what lies between the two; camera and light are the results', smoothed.
 * Deterministic and free of allocation.
 */
export class FlameFusion {
  readonly #regression = new RidgeRegression({
    inputs: EXPRESSION_COUNT,
    outputs: PREDICTED_COUNT,
    ridge: RIDGE,
    memory: MEMORY,
  });
  /** What the regression says, 0 for coefficients that it does not know. */
  readonly #expected = new Float64Array(COEFFICIENT_COUNT);
  readonly #seen = new Float64Array(COEFFICIENT_COUNT);
  /** What is added to the expected: when the newest result came, and when its correction has been spread. */
  readonly #departure = new Float64Array(COEFFICIENT_COUNT);
  readonly #goal = new Float64Array(COEFFICIENT_COUNT);
  /** Turn the tracker's rotation of the head into the pack's, likewise. */
  readonly #departureTurn = new Float64Array(4);
  readonly #goalTurn = new Float64Array(4);
  readonly #turn = new Float64Array(4);
  readonly #inverse = new Float64Array(4);
  #hasResult = false;
  #resultTime = 0;
  #spread = LONGEST_SPREAD;

  /** What has been learned, for `reset`: FLAME_LEARNED_LENGTH numbers. */
  get learned(): Float32Array {
    return this.#regression.learned;
  }

  /** Forgets everything but `learned`. */
  reset(learned?: ArrayLike<number>): void {
    this.#regression.reset(learned);
    this.forgetFace();
  }

  /** Forgets what does not hold for a face that comes anew; what was learned stays. */
  forgetFace(): void {
    this.#hasResult = false;
  }

  /** Whether there is a result to go by. */
  get hasResult(): boolean {
    return this.#hasResult;
  }

  /**
   * Takes in a result.
   * @param place in `history` of the frame it was made from; −1 when that frame is not remembered: the result is then
   *   taken for one of the present frame, and nothing is learned from it.
   * @param present the frame in which it arrived, calibrated and filtered.
   */
  receive(flame: FlameParameters, history: FrameHistory, place: number, present: FaceFrame): void {
    const expression = history.expression(place) ?? present.expression;
    const headRotation = history.headRotation(place) ?? present.headRotation;
    readCoefficients(flame, this.#seen);
    this.#departFromShown(present.time);
    this.#learn(expression, present.expression, place >= 0);
    this.#regression.predict(expression, this.#expected);
    this.#moveGoal();
    this.#moveGoalTurn(flame, headRotation);
    if (!this.#hasResult) {
      this.#departure.set(this.#goal);
      this.#departureTurn.set(this.#goalTurn);
    }
    const interval = this.#hasResult ? present.time - this.#resultTime : LONGEST_SPREAD;
    this.#spread = Math.min(Math.max(interval, SHORTEST_SPREAD), LONGEST_SPREAD);
    this.#hasResult = true;
    this.#resultTime = present.time;
  }

  /** Writes the parameters of a frame into `target`, all of it, from the frame's expression, head and time. */
  predict(frame: FaceFrame, target: FlameParameters): void {
    const share = this.#shareAt(frame.time);
    this.#regression.predict(frame.expression, this.#expected);
    for (let i = 0; i < COEFFICIENT_COUNT; i++) {
      this.#expected[i] = (this.#expected[i] ?? 0) + mix(this.#departure, this.#goal, i, share);
    }
    writeCoefficients(this.#expected, target);
    slerpQuaternions(this.#departureTurn, this.#goalTurn, share, this.#turn);
    multiplyQuaternions(frame.headRotation, this.#turn, this.#turn);
    axisAngleFromQuaternion(
      this.#turn[0] ?? 0,
      this.#turn[1] ?? 0,
      this.#turn[2] ?? 0,
      this.#turn[3] ?? 1,
      target.pose,
      0,
    );
  }

  /** How much of the newest correction shows at a time. */
  #shareAt(time: number): number {
    return ramp(0, this.#spread, time - this.#resultTime);
  }

  #departFromShown(time: number): void {
    const share = this.#shareAt(time);
    for (let i = 0; i < COEFFICIENT_COUNT; i++) {
      this.#departure[i] = mix(this.#departure, this.#goal, i, share);
    }
    slerpQuaternions(this.#departureTurn, this.#goalTurn, share, this.#departureTurn);
  }

  /**
   * Learns that the face of `expression` has the coefficients seen. What that changes in the expected is taken out of
   * the corrections, so that learning itself is never seen.
   */
  #learn(expression: Float32Array, presentExpression: Float32Array, mayLearn: boolean): void {
    this.#addExpected(presentExpression, 1, this.#departure);
    this.#addExpected(expression, 1, this.#goal);
    if (mayLearn) {
      this.#regression.learn(expression, this.#seen);
    }
    this.#addExpected(presentExpression, -1, this.#departure);
    this.#addExpected(expression, -1, this.#goal);
  }

  #addExpected(expression: Float32Array, factor: number, target: Float64Array): void {
    this.#regression.predict(expression, this.#expected);
    for (let i = 0; i < PREDICTED_COUNT; i++) {
      target[i] = (target[i] ?? 0) + factor * (this.#expected[i] ?? 0);
    }
  }

  /** Towards what was seen beyond the expected. */
  #moveGoal(): void {
    for (let i = 0; i < COEFFICIENT_COUNT; i++) {
      const last = this.#goal[i] ?? 0;
      const difference = (this.#seen[i] ?? 0) - (this.#expected[i] ?? 0) - last;
      const share = this.#hasResult ? believedShare(beliefOf(i), Math.abs(difference)) : 1;
      this.#goal[i] = last + share * difference;
    }
  }

  /** Towards what turns the tracker's rotation into the one seen. */
  #moveGoalTurn({ pose }: FlameParameters, headRotation: Float32Array): void {
    quaternionFromAxisAngle(pose, 0, this.#turn);
    invertQuaternion(headRotation, this.#inverse);
    multiplyQuaternions(this.#inverse, this.#turn, this.#turn);
    const angle = angleBetween(this.#goalTurn, this.#turn);
    const share = this.#hasResult ? believedShare(HEAD_BELIEF, angle) : 1;
    slerpQuaternions(this.#goalTurn, this.#turn, share, this.#goalTurn);
  }
}

function mix(from: Float64Array, to: Float64Array, index: number, share: number): number {
  const start = from[index] ?? 0;
  return start + share * ((to[index] ?? 0) - start);
}
