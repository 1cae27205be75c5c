import {
  evaluateWrinkleActivations,
  WRINKLE_ACTIVATION_COUNT,
} from '../../detail/basis/wrinkle-activations.ts';
import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import type { FaceFrame } from '../../face/face-frame.ts';
import { WRINKLE_REGION_COUNT } from '../../face/wrinkle-regions.ts';
import { ramp } from '../interpolation.ts';
import { COMING_TRUE_LENGTH, ComingTrue } from './coming-true.ts';
import type { FrameHistory } from './frame-history.ts';
import { RidgeRegression } from './ridge-regression.ts';

/**
 * The regression's memory and pull: 500 results, some minutes, outlive a change of light; a pull of 0.5 lets no single
 * result tell how a fold goes with an expression. Our choice.
 */
const MEMORY = 0.998;
const RIDGE = 0.5;

/** For each activation and the constant, what it adds to each weight. */
const REGRESSION_LENGTH = (WRINKLE_ACTIVATION_COUNT + 1) * WRINKLE_REGION_COUNT;

/** Numbers of what a fusion has learned: the regression's, and how far it came true. */
export const WRINKLES_LEARNED_LENGTH = REGRESSION_LENGTH + COMING_TRUE_LENGTH;

/** A correction is spread over the time until the next result is due, between these bounds, milliseconds. */
const SHORTEST_SPREAD = 60;
const LONGEST_SPREAD = 300;

/**
 * Makes wrinkle weights at camera rate out of those that come late and seldom: how this face's folds have gone with its
 * expression so far says how they have changed since the newest were seen, as far as that has come true; the newest's
 * correction is spread over the frames until the next. Folds that follow no expression are faded from result to result.
 *
 * Deterministic and free of allocation.
 */
export class WrinkleFusion {
  readonly #regression = new RidgeRegression({
    inputs: WRINKLE_ACTIVATION_COUNT,
    outputs: WRINKLE_REGION_COUNT,
    ridge: RIDGE,
    memory: MEMORY,
  });
  readonly #comingTrue = new ComingTrue();
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  readonly #expected = new Float64Array(WRINKLE_REGION_COUNT);
  readonly #seen = new Float64Array(WRINKLE_REGION_COUNT);
  /** The result before the newest: its weights, and the expression of the frame they were seen in. */
  readonly #lastSeen = new Float64Array(WRINKLE_REGION_COUNT);
  readonly #lastExpression = new Float32Array(EXPRESSION_COUNT);
  /** Whether that frame was remembered, so that the expression is its own. */
  #isLastKnown = false;
  readonly #expectedChange = new Float64Array(WRINKLE_REGION_COUNT);
  readonly #seenChange = new Float64Array(WRINKLE_REGION_COUNT);
  /** What is added to the expected: when the newest result came, and when its correction has been spread. */
  readonly #departure = new Float64Array(WRINKLE_REGION_COUNT);
  readonly #goal = new Float64Array(WRINKLE_REGION_COUNT);
  #seenTime = Number.NaN;
  #receivedTime = Number.NEGATIVE_INFINITY;
  #spread = LONGEST_SPREAD;

  /** What has been learned, for `reset`: WRINKLES_LEARNED_LENGTH numbers. */
  get learned(): Float32Array {
    const learned = new Float32Array(WRINKLES_LEARNED_LENGTH);
    learned.set(this.#regression.learned);
    learned.set(this.#comingTrue.learned, REGRESSION_LENGTH);
    return learned;
  }

  /** Whether there are weights to go by. */
  get hasResult(): boolean {
    return !Number.isNaN(this.#seenTime);
  }

  /** Forgets everything but `learned`. */
  reset(learned?: Float32Array): void {
    this.#regression.reset(learned?.subarray(0, REGRESSION_LENGTH));
    this.#comingTrue.reset(learned?.subarray(REGRESSION_LENGTH));
    this.forgetFace();
  }

  /** Forgets what does not hold for a face that comes anew; what was learned stays. */
  forgetFace(): void {
    this.#seenTime = Number.NaN;
    this.#receivedTime = Number.NEGATIVE_INFINITY;
    this.#isLastKnown = false;
  }

  /**
   * Takes in the newest weights; ones that are no numbers are passed over.
   * @param weights Float32Array [15], 0..1.
   * @param place in `history` of the frame they were seen in; −1 when that frame is not remembered: they are then taken
   *   for those of the present frame, and nothing is learned from them.
   * @param present the frame in which they arrived, calibrated and filtered.
   */
  receive(weights: Float32Array, history: FrameHistory, place: number, present: FaceFrame): void {
    if (!areFinite(weights)) {
      return;
    }
    const { time } = present;
    const expression = history.expression(place) ?? present.expression;
    const seenTime = place < 0 ? time : history.time(place);
    const isFirst = !this.hasResult;
    this.#lastSeen.set(this.#seen);
    this.#seen.set(weights);
    this.#departFromShown(present);
    if (place >= 0) {
      this.#learn(expression);
    }
    this.#isLastKnown = place >= 0;
    this.#predict(expression, this.#goal);
    subtract(this.#seen, this.#goal, this.#goal);
    if (isFirst || seenTime === time) {
      // What a frame itself shows has not changed since.
      this.#departure.set(this.#goal);
    } else {
      this.#predict(present.expression, this.#expected);
      subtract(this.#departure, this.#expected, this.#departure);
    }
    this.#spread = Math.min(Math.max(time - this.#receivedTime, SHORTEST_SPREAD), LONGEST_SPREAD);
    this.#seenTime = seenTime;
    this.#receivedTime = time;
  }

  /** Writes the weights of a frame's expression and time, 0..1; 0, and NaN for their time, without any. */
  show(frame: FaceFrame): void {
    frame.wrinkleTime = this.#seenTime;
    if (!this.hasResult) {
      frame.wrinkles.fill(0);
      return;
    }
    this.#predict(frame.expression, this.#expected);
    const share = this.#shareAt(frame.time);
    for (let region = 0; region < WRINKLE_REGION_COUNT; region++) {
      const weight = (this.#expected[region] ?? 0) + this.#correction(region, share);
      frame.wrinkles[region] = Math.min(Math.max(weight, 0), 1);
    }
  }

  /** How much of the newest correction shows at a time. */
  #shareAt(time: number): number {
    return ramp(0, this.#spread, time - this.#receivedTime);
  }

  #correction(region: number, share: number): number {
    const start = this.#departure[region] ?? 0;
    return start + share * ((this.#goal[region] ?? 0) - start);
  }

  /** Puts what the present frame would have shown into `departure`, as weights. */
  #departFromShown({ expression, time }: FaceFrame): void {
    this.#predict(expression, this.#expected);
    const share = this.#shareAt(time);
    for (let region = 0; region < WRINKLE_REGION_COUNT; region++) {
      this.#departure[region] = (this.#expected[region] ?? 0) + this.#correction(region, share);
    }
  }

  #learn(expression: Float32Array): void {
    if (this.#isLastKnown) {
      // Before the regression knows the result itself.
      this.#regress(expression, this.#expectedChange);
      this.#regress(this.#lastExpression, this.#seenChange);
      subtract(this.#expectedChange, this.#seenChange, this.#expectedChange);
      subtract(this.#seen, this.#lastSeen, this.#seenChange);
      this.#comingTrue.add(this.#expectedChange, this.#seenChange);
    }
    this.#lastExpression.set(expression);
    evaluateWrinkleActivations(expression, this.#activations);
    this.#regression.learn(this.#activations, this.#seen);
  }

  /** What is expected of an expression, as far as it comes true. */
  #predict(expression: Float32Array, target: Float64Array): void {
    this.#regress(expression, target);
    for (let region = 0; region < WRINKLE_REGION_COUNT; region++) {
      target[region] = (target[region] ?? 0) * this.#comingTrue.gain(region);
    }
  }

  #regress(expression: Float32Array, target: Float64Array): void {
    evaluateWrinkleActivations(expression, this.#activations);
    this.#regression.predict(this.#activations, target);
  }
}

function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      return false;
    }
  }
  return true;
}

function subtract(from: Float64Array, what: Float64Array, target: Float64Array): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = (from[i] ?? 0) - (what[i] ?? 0);
  }
}
