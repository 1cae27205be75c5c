import type { FaceModel } from '../face/face-model.ts';
import { LANDMARK_COUNT } from '../face/face-observation.ts';
import type { LandmarkSet } from '../face/landmark-set.ts';
import { FAN68_SETS } from '../face/landmarks-fan68.ts';

/** Points of a face model that are MediaPipe landmarks. */
export interface ModelLandmarks {
  readonly set: LandmarkSet;
  /** Which of MediaPipe's 478 each of the set's points is. */
  readonly landmarks: Uint16Array;
}

/**
 * MediaPipe's landmarks where the inner 51 of FAN's 68 lie: brows, bridge and base of the nose, eyes, outer and inner
 * lips, each from the subject's right to left, iBUG's order.
 */
export const FAN68_INNER_LANDMARKS: readonly number[] = [
  70, 63, 105, 66, 107, 336, 296, 334, 293, 300, 168, 197, 5, 4, 98, 97, 2, 326, 327, 33, 160, 158, 133, 153,
  144, 362, 385, 387, 263, 373, 380, 61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312,
  308, 317, 14, 87,
];

/**
 * The MediaPipe landmarks that a face model has: all of them, or those of FAN's landmarks.
 * @throws RangeError when it has neither.
 */
export function modelLandmarksOf({ name, landmarks }: FaceModel): ModelLandmarks {
  const all = landmarks.mediapipe478;
  if (all?.pointCount === LANDMARK_COUNT) {
    return { set: all, landmarks: Uint16Array.from({ length: LANDMARK_COUNT }, (_, index) => index) };
  }
  const inner = landmarks[FAN68_SETS.inner];
  if (inner?.pointCount === FAN68_INNER_LANDMARKS.length) {
    return { set: inner, landmarks: Uint16Array.from(FAN68_INNER_LANDMARKS) };
  }
  throw new RangeError(`the face model ${name} has neither MediaPipe's landmarks nor FAN's`);
}
