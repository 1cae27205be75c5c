import type { FaceObservation } from '../face/face-observation.ts';
import { LANDMARK_COUNT } from '../face/face-observation.ts';

/** Landmarks may leave the picture by this share of it: a face at the edge is still tracked. */
const MARGIN = 1;

/**
 * Bit-identical landmarks for longer than this, milliseconds: the tracker hangs. A living picture never repeats
 * itself, its noise moves the landmarks; a still picture does, so this only ends what has long been at rest.
 */
const FROZEN_AFTER = 2000;

/** Any few landmarks tell whether a frame repeats the last one; these lie far apart. */
const WITNESSES = [1, 33, 152, 263, 454] as const;

/**
 * Whether a frame shows a face whose numbers can be used. A frame with NaN, with landmarks far outside the picture
 * or all in one place, or with frozen ones counts as without a face, so nothing downstream ever jumps to them.
 */
export class ObservationCheck {
  readonly #witnesses = new Float64Array(WITNESSES.length * 3);
  #movedTime = Number.NaN;

  /** Forgets the last frame. */
  reset(): void {
    this.#movedTime = Number.NaN;
  }

  hasUsableFace(observation: FaceObservation): boolean {
    if (!observation.hasFace || !hasPicture(observation) || !hasSoundLandmarks(observation.landmarks)) {
      return false;
    }
    if (observation.hasScores && !areFinite(observation.scores)) {
      return false;
    }
    return !this.#isFrozen(observation);
  }

  #isFrozen({ landmarks, time }: FaceObservation): boolean {
    let hasMoved = false;
    for (let i = 0; i < WITNESSES.length; i++) {
      const landmark = WITNESSES[i] ?? 0;
      for (let axis = 0; axis < 3; axis++) {
        const value = landmarks[landmark * 3 + axis] ?? 0;
        hasMoved ||= this.#witnesses[i * 3 + axis] !== value;
        this.#witnesses[i * 3 + axis] = value;
      }
    }
    if (hasMoved || !(time >= this.#movedTime)) {
      this.#movedTime = time;
    }
    return time - this.#movedTime > FROZEN_AFTER;
  }
}

function hasPicture({ imageWidth, imageHeight }: FaceObservation): boolean {
  return imageWidth > 0 && imageHeight > 0 && Number.isFinite(imageWidth * imageHeight);
}

function hasSoundLandmarks(landmarks: Float32Array): boolean {
  for (let i = 0; i < LANDMARK_COUNT * 3; i++) {
    const value = landmarks[i] ?? Number.NaN;
    if (!(value >= -MARGIN && value <= 1 + MARGIN)) {
      return false;
    }
  }
  return true;
}

function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      return false;
    }
  }
  return true;
}
