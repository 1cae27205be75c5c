import type { HeadPoseFit } from '../tracking/solver/head-pose-fit.ts';
import { LANDMARK_NUMBERS } from '../tracking/solver/landmark-basis.ts';
import type { PicturePoints } from '../tracking/solver/picture-points.ts';

/** Different numbers of a symmetric 3 × 3 matrix: xx, yy, zz, xy, xz, yz. */
export const SYMMETRIC = 6;

/**
 * What pictures tell of where each landmark lies at rest: a quadratic about every landmark, pᵀ·N·p / 2 − bᵀ·p. Across the
 * line of sight a landmark is where it was seen; along it MediaPipe's own guess counts for little. Pictures from several
 * sides together pin all three axes.
 */
export class LandmarkEvidence {
  /** N of each landmark, Float64Array [478 × 6]. */
  readonly normal = new Float64Array((LANDMARK_NUMBERS / 3) * SYMMETRIC);
  /** b of each landmark, Float64Array [478 × 3]. */
  readonly right = new Float64Array(LANDMARK_NUMBERS);
  readonly #depthTrust: number;
  readonly #depths = new Float64Array(LANDMARK_NUMBERS / 3);

  /** @param depthTrust weight of MediaPipe's depth beside what is seen. */
  constructor(depthTrust: number) {
    this.#depthTrust = depthTrust;
  }

  /** Forgets all pictures. */
  clear(): void {
    this.normal.fill(0);
    this.right.fill(0);
  }

  /**
   * Adds a picture whose pose was found.
   *
   * @param seen Float64Array [478 × 3]: its landmarks in the head frame, as deep as `shape` (unposeLandmarks).
   * @param shape Float64Array [478 × 3]: the head's landmarks in the picture's expression, centimetres.
   * @param displacement Float64Array [478 × 3]: what of that is expression.
   * @param weights Float64Array [478]: how far each landmark is to be believed.
   */
  add(
    picture: PicturePoints,
    pose: HeadPoseFit,
    seen: Float64Array,
    shape: Float64Array,
    displacement: Float64Array,
    weights: Float64Array,
  ): void {
    const { rotation: r, translation: t } = pose;
    this.#measureDepths(picture, pose, shape, weights);
    const { normal, right } = this;
    for (let landmark = 0; landmark < weights.length; landmark += 1) {
      const at = landmark * 3;
      const weight = weights[landmark] ?? 0;
      const x = seen[at] ?? 0;
      const y = seen[at + 1] ?? 0;
      const z = seen[at + 2] ?? 0;
      // The line of sight in the head frame: from the camera, which stands at −Rᵀ·t.
      let dx = x + (r[0] ?? 0) * (t[0] ?? 0) + (r[1] ?? 0) * (t[1] ?? 0) + (r[2] ?? 0) * (t[2] ?? 0);
      let dy = y + (r[3] ?? 0) * (t[0] ?? 0) + (r[4] ?? 0) * (t[1] ?? 0) + (r[5] ?? 0) * (t[2] ?? 0);
      let dz = z + (r[6] ?? 0) * (t[0] ?? 0) + (r[7] ?? 0) * (t[1] ?? 0) + (r[8] ?? 0) * (t[2] ?? 0);
      const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
      dx /= length;
      dy /= length;
      dz /= length;
      // weight · (I − (1 − trust) d·dᵀ)
      const along = weight * (1 - this.#depthTrust);
      const xx = weight - along * dx * dx;
      const yy = weight - along * dy * dy;
      const zz = weight - along * dz * dz;
      const xy = -along * dx * dy;
      const xz = -along * dx * dz;
      const yz = -along * dy * dz;
      const depth = this.#depths[landmark] ?? 0;
      const px = x - depth * dx - (displacement[at] ?? 0);
      const py = y - depth * dy - (displacement[at + 1] ?? 0);
      const pz = z - depth * dz - (displacement[at + 2] ?? 0);
      const n = landmark * SYMMETRIC;
      normal[n] = (normal[n] ?? 0) + xx;
      normal[n + 1] = (normal[n + 1] ?? 0) + yy;
      normal[n + 2] = (normal[n + 2] ?? 0) + zz;
      normal[n + 3] = (normal[n + 3] ?? 0) + xy;
      normal[n + 4] = (normal[n + 4] ?? 0) + xz;
      normal[n + 5] = (normal[n + 5] ?? 0) + yz;
      right[at] = (right[at] ?? 0) + xx * px + xy * py + xz * pz;
      right[at + 1] = (right[at + 1] ?? 0) + xy * px + yy * py + yz * pz;
      right[at + 2] = (right[at + 2] ?? 0) + xz * px + yz * py + zz * pz;
    }
  }

  /**
   * Adds points that are known as they are.
   * @param points Float64Array [478 × 3], centimetres.
   * @param landmarks which of them.
   */
  addPoints(points: Float64Array, landmarks: Uint16Array, weight: number): void {
    for (const landmark of landmarks) {
      for (let axis = 0; axis < 3; axis += 1) {
        const n = landmark * SYMMETRIC + axis;
        const at = landmark * 3 + axis;
        this.normal[n] = (this.normal[n] ?? 0) + weight;
        this.right[at] = (this.right[at] ?? 0) + weight * (points[at] ?? 0);
      }
    }
  }

  /**
   * Changes all pictures' landmarks alike, as if each had shown them moved by `field`.
   * @param field Float64Array [478 × 3], centimetres.
   */
  move(field: Float64Array): void {
    const pulled = new Float64Array(LANDMARK_NUMBERS);
    this.apply(field, pulled);
    for (let i = 0; i < LANDMARK_NUMBERS; i += 1) {
      this.right[i] = (this.right[i] ?? 0) + (pulled[i] ?? 0);
    }
  }

  /**
   * Multiplies every landmark's N with its vector.
   * @param field Float64Array [478 × 3].
   * @param target Float64Array [478 × 3], overwritten.
   */
  apply(field: Float64Array, target: Float64Array): void {
    const { normal } = this;
    for (let at = 0, n = 0; at < LANDMARK_NUMBERS; at += 3, n += SYMMETRIC) {
      const x = field[at] ?? 0;
      const y = field[at + 1] ?? 0;
      const z = field[at + 2] ?? 0;
      target[at] = (normal[n] ?? 0) * x + (normal[n + 3] ?? 0) * y + (normal[n + 4] ?? 0) * z;
      target[at + 1] = (normal[n + 3] ?? 0) * x + (normal[n + 1] ?? 0) * y + (normal[n + 5] ?? 0) * z;
      target[at + 2] = (normal[n + 4] ?? 0) * x + (normal[n + 5] ?? 0) * y + (normal[n + 2] ?? 0) * z;
    }
  }

  /** How much nearer to the camera MediaPipe has each landmark than the shape, centimetres. */
  #measureDepths(
    { points, focal }: PicturePoints,
    { rotation, translation }: HeadPoseFit,
    shape: Float64Array,
    weights: Float64Array,
  ): void {
    const perPixel = -(translation[2] ?? 0) / focal;
    const ax = rotation[2] ?? 0;
    const ay = rotation[5] ?? 0;
    const az = rotation[8] ?? 1;
    let total = 0;
    let sum = 0;
    for (let landmark = 0; landmark < weights.length; landmark += 1) {
      const at = landmark * 3;
      const own = ax * (shape[at] ?? 0) + ay * (shape[at + 1] ?? 0) + az * (shape[at + 2] ?? 0);
      const depth = (points[at + 2] ?? 0) * perPixel - own;
      this.#depths[landmark] = depth;
      sum += (weights[landmark] ?? 0) * depth;
      total += weights[landmark] ?? 0;
    }
    const mean = sum / Math.max(total, 1e-9);
    for (let landmark = 0; landmark < weights.length; landmark += 1) {
      this.#depths[landmark] = (this.#depths[landmark] ?? 0) - mean;
    }
  }
}
