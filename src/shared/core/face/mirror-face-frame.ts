import { MIRRORED_EXPRESSION } from './expression-names.ts';
import type { FaceFrame } from './face-frame.ts';
import { MIRRORED_WRINKLE_REGION } from './wrinkle-regions.ts';

/**
 * Writes into `target` what a mirror would show of `source`: left and right swapped in expression, wrinkles and
 * gaze; head x, yaw and roll negated. Twice gives the frame again. Allocates nothing; the two must be different
 * objects.
 *
 * FLAME parameters are left out: their expression basis is not symmetric, so a mirrored face has no FLAME
 * parameters of its own.
 */
export function mirrorFaceFrame(source: FaceFrame, target: FaceFrame): void {
  target.index = source.index;
  target.time = source.time;
  target.tracking = source.tracking;
  target.confidence = source.confidence;
  mirrorRotation(source.headRotation, target.headRotation);
  target.headTranslation.set(source.headTranslation);
  target.headTranslation[0] = negated(source.headTranslation[0]);
  mirrorGaze(source.gazeRight, target.gazeLeft);
  mirrorGaze(source.gazeLeft, target.gazeRight);
  gather(source.expression, MIRRORED_EXPRESSION, target.expression);
  gather(source.rawExpression, MIRRORED_EXPRESSION, target.rawExpression);
  gather(source.wrinkles, MIRRORED_WRINKLE_REGION, target.wrinkles);
  target.wrinkleTime = source.wrinkleTime;
  target.flame = undefined;
}

/** A reflection in x keeps turns about x and reverses those about y and z. */
function mirrorRotation(source: Float32Array, target: Float32Array): void {
  target.set(source);
  target[1] = negated(source[1]);
  target[2] = negated(source[2]);
}

function mirrorGaze(source: Float32Array, target: Float32Array): void {
  target.set(source);
  target[0] = negated(source[0]);
}

function gather(source: Float32Array, indices: readonly number[], target: Float32Array): void {
  for (let i = 0; i < indices.length; i++) {
    target[i] = source[indices[i] ?? i] ?? 0;
  }
}

/** Without the minus zero, which some receivers print. */
function negated(value: number | undefined): number {
  return 0 - (value ?? 0);
}
