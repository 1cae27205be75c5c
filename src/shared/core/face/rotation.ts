import { acos, atan2, sin } from '../arithmetic/elementary-functions.ts';

/**
 * Rotations as unit quaternions x, y, z, w (`Float32Array [4]` or any array of four). q and −q are the same
 * rotation; what is written here has w ≥ 0 unless said otherwise. Every function writes into its target, which may
 * be one of its sources, allocates nothing, and turns numbers that are no rotation into the identity.
 */
export type QuaternionTarget = Float32Array | Float64Array;

/** Below this squared length a quaternion has no direction. */
const SMALLEST_SQUARED_LENGTH = 1e-12;

/** From this cosine on, slerp's sines lose their digits and a straight line is as good (error below 1e-7 rad). */
const NEARLY_PARALLEL = 0.9995;

/** Writes x, y, z, w scaled to unit length. */
export function setQuaternion(target: QuaternionTarget, x: number, y: number, z: number, w: number): void {
  const squaredLength = x * x + y * y + z * z + w * w;
  // Written as "not greater" so that NaN is caught too.
  if (!(squaredLength > SMALLEST_SQUARED_LENGTH) || squaredLength === Number.POSITIVE_INFINITY) {
    setIdentity(target);
    return;
  }
  const scale = (w < 0 ? -1 : 1) / Math.sqrt(squaredLength);
  target[0] = x * scale;
  target[1] = y * scale;
  target[2] = z * scale;
  target[3] = w * scale;
}

/** Writes the rotation that changes nothing. */
export function setIdentity(target: QuaternionTarget): void {
  target[0] = 0;
  target[1] = 0;
  target[2] = 0;
  target[3] = 1;
}

/** Writes the rotation `first · second`: applied to a vector, `second` turns it before `first` does. */
export function multiplyQuaternions(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  target: QuaternionTarget,
): void {
  const ax = first[0] ?? 0;
  const ay = first[1] ?? 0;
  const az = first[2] ?? 0;
  const aw = first[3] ?? 1;
  const bx = second[0] ?? 0;
  const by = second[1] ?? 0;
  const bz = second[2] ?? 0;
  const bw = second[3] ?? 1;
  setQuaternion(
    target,
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  );
}

/** Writes the rotation that undoes `source`. */
export function invertQuaternion(source: ArrayLike<number>, target: QuaternionTarget): void {
  setQuaternion(target, -(source[0] ?? 0), -(source[1] ?? 0), -(source[2] ?? 0), source[3] ?? 1);
}

/** Angle between two rotations in radians, 0..π. */
export function angleBetween(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const ax = first[0] ?? 0;
  const ay = first[1] ?? 0;
  const az = first[2] ?? 0;
  const aw = first[3] ?? 1;
  const bx = second[0] ?? 0;
  const by = second[1] ?? 0;
  const bz = second[2] ?? 0;
  const bw = second[3] ?? 1;
  // The relative rotation's sine and cosine: unlike acos of the dot product, exact for small angles.
  const x = aw * bx - ax * bw - ay * bz + az * by;
  const y = aw * by + ax * bz - ay * bw - az * bx;
  const z = aw * bz - ax * by + ay * bx - az * bw;
  const w = aw * bw + ax * bx + ay * by + az * bz;
  const angle = 2 * atan2(Math.sqrt(x * x + y * y + z * z), Math.abs(w));
  return Number.isFinite(angle) ? angle : 0;
}

/**
 * Writes the rotation a share of the way from one to another along the shorter arc at constant speed (Shoemake,
 * Animating Rotation with Quaternion Curves, 1985). `share` 0 gives `from`, 1 gives `to`.
 */
export function slerpQuaternions(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  share: number,
  target: QuaternionTarget,
): void {
  const ax = from[0] ?? 0;
  const ay = from[1] ?? 0;
  const az = from[2] ?? 0;
  const aw = from[3] ?? 1;
  const bx = to[0] ?? 0;
  const by = to[1] ?? 0;
  const bz = to[2] ?? 0;
  const bw = to[3] ?? 1;
  const dot = ax * bx + ay * by + az * bz + aw * bw;
  const cosine = Math.min(1, Math.abs(dot));
  let fromWeight = 1 - share;
  let toWeight = share;
  if (cosine < NEARLY_PARALLEL) {
    const angle = acos(cosine);
    const sine = sin(angle);
    fromWeight = sin((1 - share) * angle) / sine;
    toWeight = sin(share * angle) / sine;
  }
  if (dot < 0) {
    toWeight = -toWeight;
  }
  setQuaternion(
    target,
    fromWeight * ax + toWeight * bx,
    fromWeight * ay + toWeight * by,
    fromWeight * az + toWeight * bz,
    fromWeight * aw + toWeight * bw,
  );
}

/**
 * Writes the rotation of a 4×4 column-major matrix, whose scale and shear are left out: its first column gives x,
 * its second column y as far as it is square to x, z follows. The branches are Shepperd's (Quaternion from Rotation
 * Matrix, 1978): the largest component is found first, so nothing small is divided by.
 *
 * @returns false, with the identity written, when the matrix holds no rotation: not finite, flat, or a mirror.
 */
export function quaternionFromMatrix(matrix: ArrayLike<number>, target: QuaternionTarget): boolean {
  setIdentity(target);
  const ax = matrix[0] ?? Number.NaN;
  const ay = matrix[1] ?? Number.NaN;
  const az = matrix[2] ?? Number.NaN;
  const bx = matrix[4] ?? Number.NaN;
  const by = matrix[5] ?? Number.NaN;
  const bz = matrix[6] ?? Number.NaN;
  const xLength = Math.sqrt(ax * ax + ay * ay + az * az);
  const xx = ax / xLength;
  const xy = ay / xLength;
  const xz = az / xLength;
  const along = xx * bx + xy * by + xz * bz;
  const px = bx - along * xx;
  const py = by - along * xy;
  const pz = bz - along * xz;
  const yLength = Math.sqrt(px * px + py * py + pz * pz);
  const yx = px / yLength;
  const yy = py / yLength;
  const yz = pz / yLength;
  const zx = xy * yz - xz * yy;
  const zy = xz * yx - xx * yz;
  const zz = xx * yy - xy * yx;
  const facing =
    zx * (matrix[8] ?? Number.NaN) + zy * (matrix[9] ?? Number.NaN) + zz * (matrix[10] ?? Number.NaN);
  if (!(facing > 0) || !(yLength > xLength * 1e-3) || !Number.isFinite(xLength + yLength + facing)) {
    return false;
  }

  const trace = xx + yy + zz;
  if (trace > 0) {
    setQuaternion(target, yz - zy, zx - xz, xy - yx, 1 + trace);
  } else if (xx >= yy && xx >= zz) {
    setQuaternion(target, 1 + xx - yy - zz, xy + yx, zx + xz, yz - zy);
  } else if (yy >= zz) {
    setQuaternion(target, xy + yx, 1 + yy - xx - zz, yz + zy, zx - xz);
  } else {
    setQuaternion(target, zx + xz, yz + zy, 1 + zz - xx - yy, xy - yx);
  }
  return true;
}

/** Writes a rotation matrix, `Float32Array [9]` or `Float64Array [9]`, column-major: column i is where axis i goes. */
export function matrixFromQuaternion(source: ArrayLike<number>, target: Float32Array | Float64Array): void {
  const x = source[0] ?? 0;
  const y = source[1] ?? 0;
  const z = source[2] ?? 0;
  const w = source[3] ?? 1;
  target[0] = 1 - 2 * (y * y + z * z);
  target[1] = 2 * (x * y + w * z);
  target[2] = 2 * (x * z - w * y);
  target[3] = 2 * (x * y - w * z);
  target[4] = 1 - 2 * (x * x + z * z);
  target[5] = 2 * (y * z + w * x);
  target[6] = 2 * (x * z + w * y);
  target[7] = 2 * (y * z - w * x);
  target[8] = 1 - 2 * (x * x + y * y);
}
