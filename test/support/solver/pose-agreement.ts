import { matrixFromQuaternion } from '../../../src/shared/core/face/rotation.ts';
import { average } from './expression-agreement.ts';
import type { FrameTruth } from './truth-clip.ts';

/** 3 × 3, row by row. */
type Matrix = readonly number[];

/** How well rotations follow their truth, one constant turn of the head's frame taken out. Degrees. */
export interface PoseAgreement {
  readonly mean: number;
  readonly percentile95: number;
  /** Change of the found angle per true one; NaN where the truth does not move. */
  readonly yawSlope: number;
  readonly pitchSlope: number;
}

/** @param quaternions head to camera, x, y, z, w. */
export function poseAgreement(
  quaternions: readonly ArrayLike<number>[],
  truth: readonly FrameTruth[],
): PoseAgreement {
  const found = quaternions.map(toMatrix);
  const offset = bestOffset(
    found,
    truth.map(({ rotation }) => rotation),
  );
  const turned = found.map((rotation) => multiply(rotation, offset));
  const errors = turned.map((rotation, i) => angleBetween(rotation, truth[i]?.rotation ?? rotation));
  const sorted = [...errors].sort((a, b) => a - b);
  return {
    mean: average(errors),
    percentile95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    yawSlope: slope(
      truth.map(({ rotation }) => yaw(rotation)),
      turned.map(yaw),
    ),
    pitchSlope: slope(
      truth.map(({ rotation }) => pitch(rotation)),
      turned.map(pitch),
    ),
  };
}

function toMatrix(quaternion: ArrayLike<number>): Matrix {
  const columns = new Float64Array(9);
  matrixFromQuaternion(quaternion, columns);
  return [0, 3, 6, 1, 4, 7, 2, 5, 8].map((at) => columns[at] ?? 0);
}

/** The rotation O that brings found · O nearest to the truth: the polar factor of Σ foundᵀ · truth, by iteration. */
function bestOffset(found: readonly Matrix[], truth: readonly Matrix[]): Matrix {
  let offset = new Array<number>(9).fill(0);
  for (const [i, rotation] of found.entries()) {
    const product = multiply(transpose(rotation), truth[i] ?? rotation);
    offset = offset.map((value, at) => value + (product[at] ?? 0) / found.length);
  }
  // Newton's iteration for the polar factor (Higham 1986): the mean of a matrix and its inverse transpose.
  for (let round = 0; round < 20; round++) {
    const inverse = transpose(invert(offset));
    offset = offset.map((value, at) => (value + (inverse[at] ?? 0)) / 2);
  }
  return offset;
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return Array.from({ length: 9 }, (_, at) => {
    const row = Math.floor(at / 3) * 3;
    const column = at % 3;
    return (
      (a[row] ?? 0) * (b[column] ?? 0) +
      (a[row + 1] ?? 0) * (b[3 + column] ?? 0) +
      (a[row + 2] ?? 0) * (b[6 + column] ?? 0)
    );
  });
}

function transpose(m: Matrix): Matrix {
  return [0, 3, 6, 1, 4, 7, 2, 5, 8].map((at) => m[at] ?? 0);
}

function invert([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]: Matrix): Matrix {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ].map((value) => value / determinant);
}

function angleBetween(a: Matrix, b: Matrix): number {
  const trace = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return (Math.acos(Math.min(1, Math.max(-1, (trace - 1) / 2))) * 180) / Math.PI;
}

function yaw(m: Matrix): number {
  return Math.atan2(m[2] ?? 0, m[8] ?? 1);
}

function pitch(m: Matrix): number {
  return Math.asin(-(m[5] ?? 0));
}

function slope(x: readonly number[], y: readonly number[]): number {
  const meanX = average(x);
  const meanY = average(y);
  const xx = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const xy = x.reduce((sum, value, i) => sum + (value - meanX) * ((y[i] ?? 0) - meanY), 0);
  return xx / x.length < 1e-6 ? Number.NaN : xy / xx;
}
