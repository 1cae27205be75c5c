import type { FlameParameters } from '../face/flame-parameters.ts';

/**
 * Everything a face pack reads from one picture of a face. Coefficients are in the pack's units (standard deviations
 * for FLAME); none is bounded.
 */
export interface FaceParameters extends FlameParameters {
  /** Identity coefficients, Float32Array [100]. */
  readonly shape: Float32Array;
  /** Albedo coefficients, Float32Array [50]: for a texture space that no pack comes with. */
  readonly texture: Float32Array;
  /** The identity's detail code, Float32Array [128]. */
  readonly detail: Float32Array;
}

/** Numbers of each part of what the coarse encoder gives, in its order. */
export const COARSE_PARAMETER_LENGTHS = {
  shape: 100,
  texture: 50,
  expression: 50,
  pose: 6,
  camera: 3,
  light: 27,
} as const;

/** Numbers of the identity's detail code. */
export const DETAIL_CODE_LENGTH = 128;

/** Where the two rotations begin in `pose`. */
export const HEAD_ROTATION = 0;
export const JAW_ROTATION = 3;

/** The jaw's rotation, axis-angle radians, Float32Array [3]. */
export function jawRotationOf({ pose }: Pick<FlameParameters, 'pose'>): Float32Array {
  return pose.slice(JAW_ROTATION, JAW_ROTATION + 3);
}

/**
 * One person's face with another's expression (DECA's demo_transfer): expression and jaw are the driver's; shape,
 * detail code, light and camera stay the identity's, and so does the head's rotation unless `withHeadRotation`.
 */
export function transferExpression(
  identity: FaceParameters,
  driver: FaceParameters,
  withHeadRotation: boolean,
): FaceParameters {
  const pose = driver.pose.slice();
  if (!withHeadRotation) {
    pose.set(identity.pose.subarray(HEAD_ROTATION, HEAD_ROTATION + 3), HEAD_ROTATION);
  }
  return { ...identity, expression: driver.expression, pose };
}
