import { tan } from '../../arithmetic/elementary-functions.ts';
import type { FaceObservation } from '../../face/face-observation.ts';
import { LANDMARK_NUMBERS } from './landmark-basis.ts';

/**
 * One frame's landmarks in pixels from the picture's middle, where the camera's axis meets it: +x to the right, +y up,
 * +z towards the camera in the scale of x (as MediaPipe guesses it, from no fixed origin).
 */
export class PicturePoints {
  /** Float64Array [478 × 3]. */
  readonly points = new Float64Array(LANDMARK_NUMBERS);
  /** Focal length in pixels. */
  focal = 1;

  /** @param fieldOfView the camera's, from top to bottom, degrees. */
  update({ landmarks, imageWidth, imageHeight }: FaceObservation, fieldOfView: number): void {
    this.focal = imageHeight / 2 / tan((fieldOfView * Math.PI) / 360);
    for (let i = 0; i < LANDMARK_NUMBERS; i += 3) {
      this.points[i] = ((landmarks[i] ?? 0) - 0.5) * imageWidth;
      this.points[i + 1] = (0.5 - (landmarks[i + 1] ?? 0)) * imageHeight;
      this.points[i + 2] = -(landmarks[i + 2] ?? 0) * imageWidth;
    }
  }
}
