import { tan } from '../arithmetic/elementary-functions.ts';
import type { FaceObservation } from '../face/face-observation.ts';
import { LANDMARK_COUNT } from '../face/face-observation.ts';
import { LEFT_EYE, NASION, RIGHT_EYE } from '../face/landmark-indices.ts';
import { matrixFromQuaternion, multiplyQuaternions, setQuaternion } from '../face/rotation.ts';

/** Outer eye corners nearer than this many pixels tell nothing. */
const SMALLEST_BIOCULAR_PIXELS = 4;

/**
 * The landmarks as they would lie if the head faced the viewer: turned back by the head's pose, origin between the
 * eyes (nasion), one unit the distance of the outer eye corners (about 9 cm). Axes are the head frame's: +X the
 * subject's left, +Y up, +Z out of the face.
 *
 * A face beside the picture's middle is seen from its side even when it looks straight ahead; `viewRotation` takes
 * that into account, so the turned landmarks do not depend on where the face stands.
 */
export class FaceView {
  /** `Float64Array [478 × 3]`, overwritten by the next frame. */
  readonly points = new Float64Array(LANDMARK_COUNT * 3);
  /** `Float64Array [9]`, column-major: head frame to the frame whose −Z points from the camera at the face. */
  readonly viewRotation = new Float64Array([1, 0, 0, 0, 1, 0, 0, 0, 1]);

  readonly #quaternion = new Float64Array(4);

  /**
   * Reads an observation's landmarks.
   * @param headRotation head to camera, unit quaternion x, y, z, w.
   * @param fieldOfView the camera's, from top to bottom, degrees.
   * @returns false when the landmarks cannot be a face; the fields are then not to be read.
   */
  update(observation: FaceObservation, headRotation: ArrayLike<number>, fieldOfView: number): boolean {
    const { landmarks, imageWidth, imageHeight } = observation;
    const pixels = biocularPixels(landmarks, imageWidth, imageHeight);
    if (!(pixels > SMALLEST_BIOCULAR_PIXELS)) {
      return false;
    }
    this.#turnToFace(observation, headRotation, fieldOfView);

    const r = this.viewRotation;
    const ax = r[0] ?? 0;
    const ay = r[1] ?? 0;
    const az = r[2] ?? 0;
    const bx = r[3] ?? 0;
    const by = r[4] ?? 0;
    const bz = r[5] ?? 0;
    const cx = r[6] ?? 0;
    const cy = r[7] ?? 0;
    const cz = r[8] ?? 0;
    const originX = landmarks[NASION * 3] ?? 0;
    const originY = landmarks[NASION * 3 + 1] ?? 0;
    const originZ = landmarks[NASION * 3 + 2] ?? 0;
    for (let i = 0; i < this.points.length; i += 3) {
      const x = (((landmarks[i] ?? 0) - originX) * imageWidth) / pixels;
      const y = (-((landmarks[i + 1] ?? 0) - originY) * imageHeight) / pixels;
      const z = (-((landmarks[i + 2] ?? 0) - originZ) * imageWidth) / pixels;
      this.points[i] = ax * x + ay * y + az * z;
      this.points[i + 1] = bx * x + by * y + bz * z;
      this.points[i + 2] = cx * x + cy * y + cz * z;
    }
    return true;
  }

  /** Turns the ray through the nasion onto −Z, then applies the same turn to the head. */
  #turnToFace(
    { landmarks, imageWidth, imageHeight }: FaceObservation,
    headRotation: ArrayLike<number>,
    fieldOfView: number,
  ): void {
    const focalPixels = imageHeight / 2 / tan((fieldOfView * Math.PI) / 360);
    const x = (((landmarks[NASION * 3] ?? 0) - 0.5) * imageWidth) / focalPixels;
    const y = ((0.5 - (landmarks[NASION * 3 + 1] ?? 0)) * imageHeight) / focalPixels;
    const length = Math.sqrt(x * x + y * y + 1);
    // The rotation from a to b is (a × b, |a||b| + a · b), here a = (x, y, −1), b = (0, 0, −1).
    setQuaternion(this.#quaternion, -y, x, 0, length + 1);
    multiplyQuaternions(this.#quaternion, headRotation, this.#quaternion);
    matrixFromQuaternion(this.#quaternion, this.viewRotation);
  }
}

/** Distance of the outer eye corners in pixels, depth included. */
function biocularPixels(landmarks: Float32Array, imageWidth: number, imageHeight: number): number {
  const left = LEFT_EYE.outerCorner * 3;
  const right = RIGHT_EYE.outerCorner * 3;
  const x = ((landmarks[left] ?? Number.NaN) - (landmarks[right] ?? Number.NaN)) * imageWidth;
  const y = ((landmarks[left + 1] ?? Number.NaN) - (landmarks[right + 1] ?? Number.NaN)) * imageHeight;
  const z = ((landmarks[left + 2] ?? Number.NaN) - (landmarks[right + 2] ?? Number.NaN)) * imageWidth;
  return Math.sqrt(x * x + y * y + z * z);
}
