import type { PublishedFrame } from '../../shared/contract/backend.ts';
import { createFaceFrame } from '../../shared/core/face/face-frame.ts';
import { createFaceObservation } from '../../shared/core/face/face-observation.ts';

/** A frame with something everywhere: zeros would compress and compare too well. */
export function createBenchFrame(): PublishedFrame {
  const observation = createFaceObservation();
  observation.hasFace = true;
  observation.hasScores = true;
  observation.landmarks.forEach((_, index) => {
    observation.landmarks[index] = Math.sin(index);
  });
  const frame = createFaceFrame();
  frame.tracking = 'tracked';
  frame.confidence = 1;
  for (const weights of [observation.scores, frame.expression, frame.rawExpression, frame.wrinkles]) {
    weights.forEach((_, index) => {
      weights[index] = (index + 1) / (weights.length + 1);
    });
  }
  frame.wrinkleTime = 0;
  return { observation, frame };
}
