import type { FaceFrame } from '../face/face-frame.ts';
import { setIdentity, slerpQuaternions } from '../face/rotation.ts';

/**
 * Mixes another frame's pose (head, gaze, expression, wrinkles, FLAME parameters where both have them) into `target`, in
 * place: share 0 shows `from`, share 1 leaves `target` as it is.
 */
export function blendPose(from: FaceFrame, share: number, target: FaceFrame): void {
  if (share >= 1) {
    return;
  }
  slerpQuaternions(from.headRotation, target.headRotation, share, target.headRotation);
  blendValues(from.headTranslation, share, target.headTranslation);
  blendValues(from.gazeLeft, share, target.gazeLeft);
  blendValues(from.gazeRight, share, target.gazeRight);
  blendValues(from.expression, share, target.expression);
  blendValues(from.wrinkles, share, target.wrinkles);
  if (from.flame !== undefined && target.flame !== undefined) {
    blendValues(from.flame.expression, share, target.flame.expression);
    blendValues(from.flame.pose, share, target.flame.pose);
    blendValues(from.flame.camera, share, target.flame.camera);
    blendValues(from.flame.light, share, target.flame.light);
  }
}

function blendValues(from: Float32Array, share: number, target: Float32Array): void {
  for (let i = 0; i < target.length; i++) {
    const start = from[i] ?? 0;
    target[i] = start + share * ((target[i] ?? 0) - start);
  }
}

/** Writes the pose of a face at rest that looks ahead, measured and calibrated; the head's place and the light are left alone. */
export function setRestPose(target: FaceFrame): void {
  setIdentity(target.headRotation);
  target.gazeLeft.fill(0);
  target.gazeRight.fill(0);
  target.expression.fill(0);
  target.rawExpression.fill(0);
  target.wrinkles.fill(0);
  target.flame?.expression.fill(0);
  target.flame?.pose.fill(0);
}
