import { type QuaternionTarget, quaternionFromMatrix } from '../face/rotation.ts';

/** Farthest a face can be and still be tracked, centimetres; matrices beyond it are wrong. */
const FARTHEST_CENTIMETRES = 1000;

/**
 * Takes MediaPipe's facial transformation matrix apart (`FaceObservation.headMatrix`, 4×4 column-major, head to
 * camera). Its axes are already those of FaceFrame: +X the subject's left, +Y up, +Z out of the face; the camera
 * looks along −Z. Checked against rendered heads of known pose.
 *
 * @param rotation receives x, y, z, w.
 * @param translation `[3]`, receives centimetres in the camera's frame.
 * @returns false when the matrix holds no pose (NaN, flat, mirrored, behind the camera or absurdly far); the targets
 * are then not to be read.
 */
export function readHeadPose(
  matrix: ArrayLike<number>,
  rotation: QuaternionTarget,
  translation: Float32Array | Float64Array,
): boolean {
  if (!quaternionFromMatrix(matrix, rotation)) {
    return false;
  }
  const x = matrix[12] ?? Number.NaN;
  const y = matrix[13] ?? Number.NaN;
  const z = matrix[14] ?? Number.NaN;
  translation[0] = x;
  translation[1] = y;
  translation[2] = z;
  return z < 0 && Math.abs(x) + Math.abs(y) - z < FARTHEST_CENTIMETRES;
}
