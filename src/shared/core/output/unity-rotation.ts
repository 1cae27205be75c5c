/**
 * Rotations in Unity's axes, which VMC speaks: left-handed, +X the avatar's right, +Y up, +Z out of its face.
 * Furrow's head frame differs in x alone (+X is the subject's left), so a rotation changes hands by negating
 * y and z of its quaternion. All quaternions are unit, ordered x, y, z, w.
 */

/**
 * Writes a share of a head rotation: the same axis, `fraction` of the shorter angle. NaN is passed on, for the encoder
 * to refuse, where a slerp would make it no rotation. Allocates nothing.
 *
 * @param rotation head frame, `Float32Array [4]`
 * @param target receives four numbers from `offset` on, Unity's axes
 */
export function writeUnityHeadRotation(
  rotation: Float32Array,
  fraction: number,
  target: Float32Array,
  offset: number,
): void {
  const x = rotation[0] ?? 0;
  const y = rotation[1] ?? 0;
  const z = rotation[2] ?? 0;
  const w = rotation[3] ?? 1;
  const sine = Math.sqrt(x * x + y * y + z * z);
  // A negative w is the same rotation the long way round; turned about, half the angle is at most a quarter turn.
  const halfAngle = Math.atan2(sine, Math.abs(w)) * fraction;
  // Towards no rotation at all, sin(halfAngle) / sine tends to the fraction itself.
  const scale = (sine < 1e-9 ? fraction : Math.sin(halfAngle) / sine) * (w < 0 ? -1 : 1);
  target[offset] = x * scale;
  target[offset + 1] = -y * scale;
  target[offset + 2] = -z * scale;
  target[offset + 3] = Math.cos(halfAngle);
}

/**
 * Writes the rotation of an eye that looks along `gaze`: first pitch, then yaw, without roll. Allocates nothing.
 *
 * @param gaze yaw (positive towards the subject's left) and pitch (positive up) in radians, relative to the head
 * @param target receives four numbers from `offset` on, Unity's axes
 */
export function writeUnityEyeRotation(gaze: Float32Array, target: Float32Array, offset: number): void {
  const halfYaw = (gaze[0] ?? 0) / 2;
  const halfPitch = (gaze[1] ?? 0) / 2;
  const sinYaw = Math.sin(halfYaw);
  const cosYaw = Math.cos(halfYaw);
  const sinPitch = Math.sin(halfPitch);
  const cosPitch = Math.cos(halfPitch);
  target[offset] = -cosYaw * sinPitch;
  target[offset + 1] = -sinYaw * cosPitch;
  target[offset + 2] = -sinYaw * sinPitch;
  target[offset + 3] = cosYaw * cosPitch;
}
