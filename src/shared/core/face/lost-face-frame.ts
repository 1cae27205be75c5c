import type { FaceFrame } from './face-frame.ts';
import { createFlameParameters } from './flame-parameters.ts';

/**
 * Writes the frame to send when no frames come any more: the face is lost, neutral, upright, and where it was last.
 * It has wrinkles and FLAME parameters, at rest, where the last frame had them, so that none stay frozen in a
 * receiver.
 *
 * @param last the last frame there was
 * @param time milliseconds of the same clock as `last.time`
 */
export function writeLostFaceFrame(last: FaceFrame, time: number, target: FaceFrame): void {
  target.index = last.index;
  target.time = time;
  target.tracking = 'lost';
  target.confidence = 0;
  target.headRotation.set([0, 0, 0, 1]);
  target.headTranslation.set(last.headTranslation);
  target.gazeLeft.fill(0);
  target.gazeRight.fill(0);
  target.expression.fill(0);
  target.rawExpression.fill(0);
  target.wrinkles.fill(0);
  target.wrinkleTime = last.wrinkleTime;
  target.flame = last.flame && createFlameParameters();
}
