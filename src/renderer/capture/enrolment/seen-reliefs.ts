import {
  createReliefObservation,
  type ReliefObservation,
} from '../../../shared/core/detail/relief/relief-observation.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import type { EnrolmentProblem } from '../../../shared/core/identity/enrolment-problems.ts';
import { ExpressionSpread } from '../../../shared/core/identity/expression-spread.ts';
import type { PictureRelief } from '../relief/picture-relief.ts';

/** Milliseconds between two reliefs: neighbours show the same. */
const INTERVAL = 200;

/** Whether a picture shows relief: a head that comes near shows it best, and weights tell what is cut off. */
export function showsRelief(problem: EnrolmentProblem | undefined): boolean {
  return problem === undefined || problem === 'too-near' || problem === 'cut-off';
}

/** The relief that a frame of an enrolment showed. */
export interface SeenRelief extends ReliefObservation {
  /** The frame's, before calibration, Float32Array [52]. */
  readonly rawExpression: Float32Array;
}

/** Keeps the relief of pictures that together show most of how a face folds: up to 153 of 128 KB each, 20 MB. */
export class SeenReliefs {
  readonly #relief: PictureRelief;
  readonly #fieldOfView: number;
  readonly #spread = new ExpressionSpread<SeenRelief>();
  #time = Number.NEGATIVE_INFINITY;

  /** @param fieldOfView the camera's, from top to bottom, degrees. */
  constructor(relief: PictureRelief, fieldOfView: number) {
    this.#relief = relief;
    this.#fieldOfView = fieldOfView;
  }

  /** In the order of time. */
  get all(): readonly SeenRelief[] {
    return this.#spread.all;
  }

  /**
   * Takes in a picture that shows relief; it stays the caller's.
   * @param frame neither calibrated nor filtered.
   */
  offer(picture: VideoFrame, observation: FaceObservation, frame: FaceFrame): void {
    if (Math.abs(frame.time - this.#time) < INTERVAL) {
      return;
    }
    this.#time = frame.time;
    this.#spread.offer(frame.rawExpression, () => this.look(picture, observation, frame));
  }

  /** What a picture shows; undefined when that is nothing. */
  look(picture: VideoFrame, observation: FaceObservation, frame: FaceFrame): SeenRelief | undefined {
    const target = createReliefObservation();
    const isSeen = this.#relief.observe(picture, observation, frame, this.#fieldOfView, target);
    return isSeen ? { ...target, rawExpression: frame.rawExpression.slice() } : undefined;
  }
}
