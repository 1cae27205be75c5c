import { matrixFromQuaternion, multiplyQuaternions, quaternionFromMatrix } from '../../face/rotation.ts';
import { factorCholesky, solveCholesky } from './cholesky.ts';
import type { LandmarkBasis } from './landmark-basis.ts';
import type { PicturePoints } from './picture-points.ts';
import { stillLandmarks } from './still-landmarks.ts';

/** Landmarks that take part, the stillest ones: more cost time and bring in what expressions move. */
const FITTED = 160;

/** Residuals beyond this many standard deviations count ever less (Geman–McClure): a hand before the mouth. */
const OUTLIER = 2.5;

/** Steps of Gauss–Newton for a face just found, and while it is followed. */
const FIRST_STEPS = 12;
const STEPS = 3;

/** Farthest a face can be and still be tracked, centimetres. */
const FARTHEST_CENTIMETRES = 1000;

/** Weight of a landmark's depth beside its place in the picture. */
const DEPTH_TRUST = 1;

const UNKNOWNS = 6;

/**
 * Finds rotation and place of a head of known shape from landmarks in a picture, with perspective: weighted, robust
 * Gauss–Newton over the three axes of every landmark. MediaPipe's depth is a guess, but the only thing that tells a
 * nod from an expression: its landmarks follow a nod by two thirds in the picture and by all of it in depth.
 */
export class HeadPoseFit {
  /** Head to camera, unit quaternion x, y, z, w. */
  readonly quaternion = new Float64Array([0, 0, 0, 1]);
  /** The same as a matrix, Float64Array [9], column-major. */
  readonly rotation = new Float64Array([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  /** The head's origin in the camera's frame, centimetres, z negative. */
  readonly translation = new Float64Array(3);

  readonly #landmarks: Uint16Array;
  readonly #weights: Float64Array;
  readonly #normal = new Float64Array(UNKNOWNS * UNKNOWNS);
  readonly #step = new Float64Array(UNKNOWNS);
  readonly #rows = new Float64Array(3 * UNKNOWNS);
  /** Quaternion of the last step's turn, not of unit length: w is 1. */
  readonly #turn = new Float64Array([0, 0, 0, 1]);
  #residual = 1;
  #isFollowing = false;

  constructor(basis: LandmarkBasis) {
    const { landmarks, weights } = stillLandmarks(basis, FITTED);
    this.#landmarks = landmarks;
    this.#weights = weights;
  }

  /** Root mean square of the fitted landmarks' distance from where the pose puts them, pixels. */
  get residual(): number {
    return this.#residual;
  }

  /** Forgets the last pose. */
  reset(): void {
    this.#isFollowing = false;
  }

  /**
   * @param picture the frame's landmarks.
   * @param shape Float64Array [478 × 3]: the head's landmarks, centimetres in the head frame.
   * @param headMatrix MediaPipe's (4×4 column-major), where a face just found is begun with.
   * @returns false when no pose explains the landmarks.
   */
  fit(picture: PicturePoints, shape: Float64Array, headMatrix: Float32Array): boolean {
    let steps = STEPS;
    if (!this.#isFollowing) {
      steps = FIRST_STEPS;
      if (!quaternionFromMatrix(headMatrix, this.quaternion)) {
        return false;
      }
      this.#place(picture, shape);
    }
    for (let step = 0; step < steps; step++) {
      this.#improve(picture, shape);
    }
    const x = this.translation[0] ?? 0;
    const y = this.translation[1] ?? 0;
    const z = this.translation[2] ?? 0;
    this.#isFollowing = z < 0 && Math.abs(x) + Math.abs(y) - z < FARTHEST_CENTIMETRES;
    return this.#isFollowing;
  }

  /** Puts the head where its size and middle agree with the picture's. */
  #place({ points, focal }: PicturePoints, shape: Float64Array): void {
    matrixFromQuaternion(this.quaternion, this.rotation);
    const r = this.rotation;
    let headX = 0;
    let headY = 0;
    let pictureX = 0;
    let pictureY = 0;
    let headSpread = 0;
    let pictureSpread = 0;
    for (let pass = 0; pass < 2; pass++) {
      let sumHeadX = 0;
      let sumHeadY = 0;
      let sumPictureX = 0;
      let sumPictureY = 0;
      for (let i = 0; i < this.#landmarks.length; i++) {
        const at = (this.#landmarks[i] ?? 0) * 3;
        const weight = this.#weights[i] ?? 0;
        const sx = shape[at] ?? 0;
        const sy = shape[at + 1] ?? 0;
        const sz = shape[at + 2] ?? 0;
        const x = (r[0] ?? 0) * sx + (r[3] ?? 0) * sy + (r[6] ?? 0) * sz;
        const y = (r[1] ?? 0) * sx + (r[4] ?? 0) * sy + (r[7] ?? 0) * sz;
        const u = points[at] ?? 0;
        const v = points[at + 1] ?? 0;
        sumHeadX += weight * x;
        sumHeadY += weight * y;
        sumPictureX += weight * u;
        sumPictureY += weight * v;
        if (pass > 0) {
          headSpread += weight * ((x - headX) ** 2 + (y - headY) ** 2);
          pictureSpread += weight * ((u - pictureX) ** 2 + (v - pictureY) ** 2);
        }
      }
      headX = sumHeadX;
      headY = sumHeadY;
      pictureX = sumPictureX;
      pictureY = sumPictureY;
    }
    const distance = focal * Math.sqrt(headSpread / Math.max(pictureSpread, 1e-6));
    this.translation[0] = (pictureX * distance) / focal - headX;
    this.translation[1] = (pictureY * distance) / focal - headY;
    this.translation[2] = -distance;
    this.#residual = Math.sqrt(pictureSpread);
  }

  /** One step of Gauss–Newton. Allocates nothing. */
  #improve({ points, focal }: PicturePoints, shape: Float64Array): void {
    const normal = this.#normal.fill(0);
    const step = this.#step.fill(0);
    const rows = this.#rows;
    matrixFromQuaternion(this.quaternion, this.rotation);
    const r = this.rotation;
    const tx = this.translation[0] ?? 0;
    const ty = this.translation[1] ?? 0;
    const tz = this.translation[2] ?? -1;
    const scale = -focal / tz;
    let meanY = 0;
    let meanX = 0;
    let meanZ = 0;
    let meanDepth = 0;
    for (let i = 0; i < this.#landmarks.length; i++) {
      const at = (this.#landmarks[i] ?? 0) * 3;
      const weight = this.#weights[i] ?? 0;
      const sx = shape[at] ?? 0;
      const sy = shape[at + 1] ?? 0;
      const sz = shape[at + 2] ?? 0;
      meanX += weight * ((r[0] ?? 0) * sx + (r[3] ?? 0) * sy + (r[6] ?? 0) * sz);
      meanY += weight * ((r[1] ?? 0) * sx + (r[4] ?? 0) * sy + (r[7] ?? 0) * sz);
      meanZ += weight * ((r[2] ?? 0) * sx + (r[5] ?? 0) * sy + (r[8] ?? 0) * sz);
      meanDepth += weight * (points[at + 2] ?? 0);
    }

    const outlier = OUTLIER * OUTLIER * this.#residual * this.#residual + 1e-9;
    let squares = 0;
    for (let i = 0; i < this.#landmarks.length; i++) {
      const at = (this.#landmarks[i] ?? 0) * 3;
      const sx = shape[at] ?? 0;
      const sy = shape[at + 1] ?? 0;
      const sz = shape[at + 2] ?? 0;
      const x = (r[0] ?? 0) * sx + (r[3] ?? 0) * sy + (r[6] ?? 0) * sz;
      const y = (r[1] ?? 0) * sx + (r[4] ?? 0) * sy + (r[7] ?? 0) * sz;
      const z = (r[2] ?? 0) * sx + (r[5] ?? 0) * sy + (r[8] ?? 0) * sz;
      const inverse = -1 / (z + tz);
      const pixels = focal * inverse;
      const u = (x + tx) * pixels;
      const v = (y + ty) * pixels;
      const du = (points[at] ?? 0) - u;
      const dv = (points[at + 1] ?? 0) - v;
      const dw = (points[at + 2] ?? 0) - meanDepth - scale * (z - meanZ);
      const square = du * du + dv * dv;
      squares += (this.#weights[i] ?? 0) * square;
      const share = 1 + square / outlier;
      const weight = (this.#weights[i] ?? 0) / (share * share);
      // Columns: turn about x, y, z of the camera, then shift along them.
      const slantX = u * inverse;
      const slantY = v * inverse;
      rows[0] = slantX * y;
      rows[1] = pixels * z - slantX * x;
      rows[2] = -pixels * y;
      rows[3] = pixels;
      rows[4] = 0;
      rows[5] = slantX;
      rows[6] = slantY * y - pixels * z;
      rows[7] = -slantY * x;
      rows[8] = pixels * x;
      rows[9] = 0;
      rows[10] = pixels;
      rows[11] = slantY;
      rows[12] = scale * (y - meanY);
      rows[13] = -scale * (x - meanX);
      for (let a = 0; a < UNKNOWNS; a++) {
        const xa = rows[a] ?? 0;
        const ya = rows[UNKNOWNS + a] ?? 0;
        const za = a < 2 ? (rows[12 + a] ?? 0) * DEPTH_TRUST : 0;
        step[a] = (step[a] ?? 0) + weight * (xa * du + ya * dv + za * dw);
        for (let b = 0; b <= a; b++) {
          const depth = b < 2 ? za * (rows[12 + b] ?? 0) : 0;
          normal[a * UNKNOWNS + b] =
            (normal[a * UNKNOWNS + b] ?? 0) +
            weight * (xa * (rows[b] ?? 0) + ya * (rows[UNKNOWNS + b] ?? 0) + depth);
        }
      }
    }
    this.#residual = Math.sqrt(squares);
    factorCholesky(normal, UNKNOWNS);
    solveCholesky(normal, UNKNOWNS, step);
    for (let axis = 0; axis < 3; axis++) {
      this.#turn[axis] = (step[axis] ?? 0) / 2;
    }
    multiplyQuaternions(this.#turn, this.quaternion, this.quaternion);
    matrixFromQuaternion(this.quaternion, this.rotation);
    this.translation[0] = tx + (step[3] ?? 0);
    this.translation[1] = ty + (step[4] ?? 0);
    this.translation[2] = tz + (step[5] ?? 0);
  }
}
