import { type Matrix4, Vector3 } from 'three';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import { evaluateLandmarks } from '../../shared/core/face/landmark-set.ts';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';

/** MediaPipe's landmarks that keep their place on the head: corners of the eyes, nose bridge, forehead, before the ears. */
const STIFF_LANDMARKS = [33, 133, 362, 263, 168, 6, 9, 151, 10, 127, 356, 234, 454] as const;

/** What is beyond this is somebody else's face, or none. */
const LARGEST_CHANGE = 0.25;
/** Share of each frame's shift that becomes usual: what stays for seconds is the head's shape, not its lateness. */
const USUAL_FOLLOW = 0.02;

/** A turn, a scale and a shift of a picture, p′ = [a −b; b a] · p + [x y]: by tangents of the angle off its middle. */
export interface PictureShift {
  a: number;
  b: number;
  x: number;
  y: number;
}

/**
 * Where the head in the picture is, against where its smoothed pose puts it: smoothing makes a FaceFrame a little late.
 * What is usual is left out: it comes from how the head differs from the person's, and the pose was found with all of
 * the landmarks.
 */
export class PictureFit {
  /** The stiff landmarks of the head at rest, metres; none for a model without MediaPipe's landmarks. */
  readonly #atRest: readonly Vector3[];
  readonly #point = new Vector3();
  readonly #drawn = new Float64Array(STIFF_LANDMARKS.length * 2);
  readonly #seen = new Float64Array(STIFF_LANDMARKS.length * 2);
  readonly #usual = { a: Number.NaN, b: 0, x: 0, y: 0 };

  constructor({ model, neutral }: PosableFace) {
    const set = model.landmarks.mediapipe478;
    const points = new Float32Array((set?.pointCount ?? 0) * 3);
    if (set !== undefined) {
      evaluateLandmarks(set, 0, model.triangles, neutral, points);
    }
    this.#atRest =
      set === undefined ? [] : STIFF_LANDMARKS.map((i) => new Vector3().fromArray(points, i * 3));
  }

  /**
   * Finds what brings the drawn head onto the one in the picture (least squares). Allocates nothing.
   * @param toCamera from the head at rest to the camera, metres
   * @param fieldOfView of the picture from top to bottom, degrees
   * @returns false when there is nothing to find it by; `target` is then not to be read.
   */
  find(
    toCamera: Matrix4,
    { landmarks, imageWidth, imageHeight }: FaceObservation,
    fieldOfView: number,
    target: PictureShift,
  ): boolean {
    const reach = 2 * Math.tan((fieldOfView * Math.PI) / 360);
    const aspect = imageWidth / imageHeight;
    this.#atRest.forEach((atRest, i) => {
      const { x, y, z } = this.#point.copy(atRest).applyMatrix4(toCamera);
      const landmark = (STIFF_LANDMARKS[i] ?? 0) * 3;
      this.#drawn[i * 2] = x / -z;
      this.#drawn[i * 2 + 1] = y / -z;
      this.#seen[i * 2] = ((landmarks[landmark] ?? 0) - 0.5) * reach * aspect;
      this.#seen[i * 2 + 1] = (0.5 - (landmarks[landmark + 1] ?? 0)) * reach;
    });
    this.#solve(target);
    const change = Math.hypot(target.a - 1, target.b) + Math.hypot(target.x, target.y);
    if (!(change < LARGEST_CHANGE)) {
      return false;
    }
    this.#leaveUsualOut(target);
    return true;
  }

  #leaveUsualOut(target: PictureShift): void {
    const usual = this.#usual;
    if (Number.isNaN(usual.a)) {
      Object.assign(usual, target);
    }
    for (const part of ['a', 'b', 'x', 'y'] as const) {
      usual[part] += USUAL_FOLLOW * (target[part] - usual[part]);
      target[part] -= usual[part];
    }
    target.a += 1;
  }

  #solve(target: PictureShift): void {
    const drawnX = mean(this.#drawn, 0);
    const drawnY = mean(this.#drawn, 1);
    const seenX = mean(this.#seen, 0);
    const seenY = mean(this.#seen, 1);
    let size = 0;
    let along = 0;
    let across = 0;
    for (let i = 0; i < this.#drawn.length; i += 2) {
      const px = (this.#drawn[i] ?? 0) - drawnX;
      const py = (this.#drawn[i + 1] ?? 0) - drawnY;
      const qx = (this.#seen[i] ?? 0) - seenX;
      const qy = (this.#seen[i + 1] ?? 0) - seenY;
      size += px * px + py * py;
      along += px * qx + py * qy;
      across += px * qy - py * qx;
    }
    target.a = along / size;
    target.b = across / size;
    target.x = seenX - target.a * drawnX + target.b * drawnY;
    target.y = seenY - target.b * drawnX - target.a * drawnY;
  }
}

function mean(points: Float64Array, axis: 0 | 1): number {
  let sum = 0;
  for (let i = axis; i < points.length; i += 2) {
    sum += points[i] ?? 0;
  }
  return sum / (points.length / 2);
}
