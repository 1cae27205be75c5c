import { atan2, cos, setSineAndCosine, sin } from '../arithmetic/elementary-functions.ts';
import { type QuaternionTarget, setQuaternion } from './rotation.ts';

/**
 * FLAME's guard against a zero angle: added to each component before the length is taken
 * (deviation from the exact rotation below 2e-8 rad).
 */
const ANGLE_GUARD = 1e-8;

/** Sine and cosine on their way, for nothing to be allocated. */
const turn = new Float64Array(2);

/**
 * Rotation matrix of an axis-angle vector by Rodrigues' formula as FLAME evaluates it:
 * R = I + sin(a) K + (1 − cos(a)) K², a = |r + 1e-8|, K the cross-product matrix of r / a.
 *
 * @param vectors radians; the vector starts at `vectorOffset`.
 * @param target receives three rows of three numbers, each row `rowStride` apart, from `targetOffset` on.
 */
export function rotationFromAxisAngle(
  vectors: ArrayLike<number>,
  vectorOffset: number,
  target: Float64Array,
  targetOffset: number,
  rowStride: number,
): void {
  const rx = vectors[vectorOffset] ?? 0;
  const ry = vectors[vectorOffset + 1] ?? 0;
  const rz = vectors[vectorOffset + 2] ?? 0;
  const gx = rx + ANGLE_GUARD;
  const gy = ry + ANGLE_GUARD;
  const gz = rz + ANGLE_GUARD;
  const angle = Math.sqrt(gx * gx + gy * gy + gz * gz) || ANGLE_GUARD;
  const x = rx / angle;
  const y = ry / angle;
  const z = rz / angle;
  turn[0] = angle;
  setSineAndCosine(turn);
  const sine = turn[0];
  const versine = 1 - (turn[1] ?? 1);

  const row1 = targetOffset + rowStride;
  const row2 = row1 + rowStride;
  target[targetOffset] = 1 - versine * (y * y + z * z);
  target[targetOffset + 1] = versine * x * y - sine * z;
  target[targetOffset + 2] = versine * x * z + sine * y;
  target[row1] = versine * x * y + sine * z;
  target[row1 + 1] = 1 - versine * (x * x + z * z);
  target[row1 + 2] = versine * y * z - sine * x;
  target[row2] = versine * x * z - sine * y;
  target[row2 + 1] = versine * y * z + sine * x;
  target[row2 + 2] = 1 - versine * (x * x + y * y);
}

/**
 * Axis-angle vector (radians) of the rotation Rx · Ry · Rz given by three Euler angles in radians, through its
 * quaternion: the convention of DECA's pose sweeps and of its `euler` jaw.
 */
export function axisAngleFromEuler(
  xRadians: number,
  yRadians: number,
  zRadians: number,
): readonly [x: number, y: number, z: number] {
  const cx = cos(xRadians / 2);
  const sx = sin(xRadians / 2);
  const cy = cos(yRadians / 2);
  const sy = sin(yRadians / 2);
  const cz = cos(zRadians / 2);
  const sz = sin(zRadians / 2);
  const w = cx * cy * cz - sx * sy * sz;
  const x = sx * cy * cz + cx * sy * sz;
  const y = cx * sy * cz - sx * cy * sz;
  const z = cx * cy * sz + sx * sy * cz;

  const scale = rotationVectorScale(Math.sqrt(x * x + y * y + z * z), w);
  return [x * scale, y * scale, z * scale];
}

/**
 * Writes the axis-angle vector (radians) of a unit quaternion, the shorter of the two ways round, to `target` from
 * `offset` on. Allocates nothing.
 */
export function axisAngleFromQuaternion(
  x: number,
  y: number,
  z: number,
  w: number,
  target: Float32Array,
  offset: number,
): void {
  const scale = rotationVectorScale(Math.sqrt(x * x + y * y + z * z), w);
  target[offset] = x * scale;
  target[offset + 1] = y * scale;
  target[offset + 2] = z * scale;
}

/**
 * Writes the unit quaternion of an axis-angle vector (radians), which starts at `offset`, to `target`. Allocates nothing.
 */
export function quaternionFromAxisAngle(
  vectors: ArrayLike<number>,
  offset: number,
  target: QuaternionTarget,
): void {
  const x = vectors[offset] ?? 0;
  const y = vectors[offset + 1] ?? 0;
  const z = vectors[offset + 2] ?? 0;
  const angle = Math.sqrt(x * x + y * y + z * z);
  const scale = angle > 0 ? sin(angle / 2) / angle : 0.5;
  setQuaternion(target, x * scale, y * scale, z * scale, cos(angle / 2));
}

/** What the vector part of a unit quaternion, `sine` long, is multiplied with to become an axis-angle vector. */
function rotationVectorScale(sine: number, w: number): number {
  if (!(sine > 0)) {
    return 2;
  }
  // The shorter of the two ways round: a negative w means an angle past half a turn.
  return (w < 0 ? 2 * atan2(-sine, -w) : 2 * atan2(sine, w)) / sine;
}
