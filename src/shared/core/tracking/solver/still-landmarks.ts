import { LANDMARK_NUMBERS, type LandmarkBasis } from './landmark-basis.ts';

const FIRST_IRIS = 468;

/** Motion, in medians, below which a landmark is as good as still. */
const STIFFEST = 0.3;

/** Landmarks that tell the head's pose, and how much each counts: together 1. */
export interface StillLandmarks {
  readonly landmarks: Uint16Array;
  readonly weights: Float64Array;
}

/** The `count` landmarks that keep stillest through all expressions, in ascending order; those of the irises never do. */
export function stillLandmarks({ neutral, displacements }: LandmarkBasis, count: number): StillLandmarks {
  const motion = new Float64Array(neutral.length / 3);
  for (let at = 0; at < displacements.length; at += 3) {
    const landmark = (at % LANDMARK_NUMBERS) / 3;
    const x = displacements[at] ?? 0;
    const y = displacements[at + 1] ?? 0;
    const z = displacements[at + 2] ?? 0;
    motion[landmark] = (motion[landmark] ?? 0) + Math.sqrt(x * x + y * y + z * z);
  }
  const median = [...motion].sort((a, b) => a - b)[Math.floor(motion.length / 2)] ?? 1;
  const stillness = motion.map((value, landmark) =>
    landmark >= FIRST_IRIS ? 0 : 1 / (value / median + STIFFEST) ** 2,
  );
  const landmarks = Uint16Array.from(
    [...stillness.keys()]
      .sort((a, b) => (stillness[b] ?? 0) - (stillness[a] ?? 0))
      .slice(0, count)
      .sort((a, b) => a - b),
  );
  const total = landmarks.reduce((sum, landmark) => sum + (stillness[landmark] ?? 0), 0);
  return {
    landmarks,
    weights: Float64Array.from(landmarks, (landmark) => (stillness[landmark] ?? 0) / total),
  };
}
