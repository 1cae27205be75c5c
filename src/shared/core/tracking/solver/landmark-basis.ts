import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import { LANDMARK_COUNT } from '../../face/face-observation.ts';
import { decodeBase64 } from './decode-base64.ts';
import data from './landmark-basis.json' with { type: 'json' };

/** Numbers of one face's landmarks: 478 × 3. */
export const LANDMARK_NUMBERS = LANDMARK_COUNT * 3;

/**
 * How MediaPipe's landmarks lie on an average face, and how each expression moves them. Centimetres; origin midway
 * between the pupils, axes of the head frame (+X the subject's left, +Y up, +Z out of the face).
 */
export interface LandmarkBasis {
  /** Float32Array [478 × 3]. */
  readonly neutral: Float32Array;
  /**
   * What weight 1 adds, Float32Array [52 × 478 × 3], `EXPRESSION_NAMES` order. The eyeLook expressions move the lids
   * only: the irises belong to the gaze.
   */
  readonly displacements: Float32Array;
}

/** The file's form: bytes in base64, one step (centimetres) for each row of `displacements`. */
interface PackedBasis {
  readonly neutralStep: number;
  /** Int16 [478 × 3]. */
  readonly neutral: string;
  readonly displacementSteps: readonly number[];
  /** Int8 [52 × 478 × 3]. */
  readonly displacements: string;
}

let openBasis: LandmarkBasis | undefined;

/** The open head's basis, made by tools/expression-solver from its face model. Unpacked on the first call. */
export function openLandmarkBasis(): LandmarkBasis {
  openBasis ??= unpackLandmarkBasis(data);
  return openBasis;
}

function unpackLandmarkBasis({
  neutralStep,
  neutral,
  displacementSteps,
  displacements,
}: PackedBasis): LandmarkBasis {
  const neutralBytes = new Uint8Array(LANDMARK_NUMBERS * 2);
  decodeBase64(neutral, neutralBytes);
  const view = new DataView(neutralBytes.buffer);
  const displacementBytes = new Int8Array(EXPRESSION_COUNT * LANDMARK_NUMBERS);
  decodeBase64(displacements, displacementBytes);
  return {
    neutral: Float32Array.from(
      { length: LANDMARK_NUMBERS },
      (_, i) => view.getInt16(i * 2, true) * neutralStep,
    ),
    displacements: Float32Array.from(
      displacementBytes,
      (value, i) => value * (displacementSteps[Math.floor(i / LANDMARK_NUMBERS)] ?? 0),
    ),
  };
}
