import {
  copyObservation,
  createFaceObservation,
  type FaceObservation,
} from '../../../shared/core/face/face-observation.ts';

/** Pictures remembered at most: ten minutes of video, some 130 MB. A longer input is tracked again. */
const MOST_PICTURES = 18_000;

/** What was seen in all pictures of an input, for a job that goes through the same ones again. */
export class TrackingMemory {
  #observations: FaceObservation[] = [];
  #isWhole = false;

  /** Forgets everything. */
  clear(): void {
    this.#observations = [];
    this.#isWhole = false;
  }

  /** Remembers what the next picture shows, in a copy. */
  keep(observation: FaceObservation): void {
    if (observation.index !== this.#observations.length || observation.index >= MOST_PICTURES) {
      return;
    }
    const copy = createFaceObservation();
    copyObservation(observation, copy);
    this.#observations.push(copy);
  }

  /** There are no more pictures than `count`. */
  finish(count: number): void {
    this.#isWhole = count === this.#observations.length;
  }

  /** What every picture showed, in their order; undefined where not all are remembered. */
  recall(): readonly FaceObservation[] | undefined {
    return this.#isWhole ? this.#observations : undefined;
  }
}
