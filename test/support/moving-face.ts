import type { FaceObservation } from '../../src/shared/core/face/face-observation.ts';
import { seededRandom } from './seeded-random.ts';
import { syntheticObservation, turnAbout } from './synthetic-observation.ts';

/** Milliseconds from frame to frame. */
export const FRAME = 33;

/** A face that moves: turning, looking about, opening the mouth, blinking now and then; with a little noise. */
export function movingFace(count: number, firstTime = 0): FaceObservation[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, (_, i) => {
    const phase = (firstTime / FRAME + i) / 10;
    const observation = syntheticObservation(firstTime + i * FRAME, {
      rotation: turnAbout(1, 0.4 * Math.sin(phase)),
      translation: [4 * Math.sin(phase / 2), 0, -50],
      gaze: [0.3 * Math.sin(phase * 2), 0],
      expression: {
        jawOpen: 0.4 + 0.4 * Math.sin(phase * 3),
        ...(i % 40 < 4 ? { eyeBlinkLeft: 1, eyeBlinkRight: 1 } : {}),
      },
    });
    for (let j = 0; j < observation.landmarks.length; j++) {
      observation.landmarks[j] = (observation.landmarks[j] ?? 0) + (random() - 0.5) * 1e-4;
    }
    return observation;
  });
}
