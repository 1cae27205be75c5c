import { clamp } from '../interpolation.ts';
import { LANDMARK_NUMBERS } from './landmark-basis.ts';

/** A face just found is learned from this many frames, all alike; then slowly. */
const FIRST_FRAMES = 12;

/** Time constant of slow learning, seconds, and the farthest a frame can pull a landmark, centimetres. */
const LEARNING_SECONDS = 20;
const FARTHEST_PULL = 0.1;

/**
 * Where a person's landmarks lie at rest: measured by a calibration, or learned from what the expression leaves
 * unexplained, quickly at first and then slowly, no frame counting for much.
 */
export class NeutralFace {
  /** Float64Array [478 × 3], centimetres in the head frame. */
  readonly points = new Float64Array(LANDMARK_NUMBERS);
  readonly #average: Float32Array;
  #calibrated: Float64Array | undefined;
  #frames = 0;

  /** @param average Float32Array [478 × 3]: the face that is presumed before one is seen. */
  constructor(average: Float32Array) {
    this.#average = average;
    this.reset();
  }

  /** Whether the face is hardly known yet. */
  get isNew(): boolean {
    return this.#calibrated === undefined && this.#frames < FIRST_FRAMES;
  }

  /** Whether it was measured by a calibration and stays as it is. */
  get isCalibrated(): boolean {
    return this.#calibrated !== undefined;
  }

  /** Takes a calibration's landmarks (478 × 3), or learns by itself without them. The same ones change nothing. */
  calibrate(landmarks: readonly number[] | undefined): void {
    if (isSame(landmarks, this.#calibrated)) {
      return;
    }
    this.#calibrated = landmarks === undefined ? undefined : Float64Array.from(landmarks);
    this.reset();
  }

  /** Forgets what was learned. */
  reset(): void {
    this.#frames = 0;
    this.points.set(this.#calibrated ?? this.#average);
  }

  /**
   * Learns from a frame.
   * @param rest Float64Array [478 × 3]: the frame's landmarks without their expression.
   */
  learn(rest: Float64Array, seconds: number): void {
    if (this.#calibrated !== undefined) {
      return;
    }
    this.#frames += 1;
    const isFirst = this.#frames <= FIRST_FRAMES;
    const share = isFirst ? 1 / this.#frames : Math.min(1, seconds / LEARNING_SECONDS);
    const farthest = isFirst ? Number.POSITIVE_INFINITY : FARTHEST_PULL;
    for (let i = 0; i < LANDMARK_NUMBERS; i++) {
      const known = this.points[i] ?? 0;
      this.points[i] = known + share * clamp((rest[i] ?? 0) - known, -farthest, farthest);
    }
  }
}

function isSame(landmarks: readonly number[] | undefined, known: Float64Array | undefined): boolean {
  return landmarks === undefined || known === undefined
    ? landmarks === known
    : landmarks.every((value, i) => value === known[i]);
}
