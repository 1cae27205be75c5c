import type { FaceModel } from './face-model.ts';
import { evaluateLandmarks } from './landmark-set.ts';
import type { PosableFace } from './posable-face.ts';

/**
 * The 68 landmarks of the FAN detector in iBUG's order: 0..16 jaw line, 17..26 brows, 27..35 nose, 36..47 eyes,
 * 48..67 mouth. A model that has them holds three sets under these names.
 */
export const FAN68_SETS = {
  /** All 68 at fixed places, the contour along the true jaw line: one row. */
  fixed: 'fan68',
  /** The inner 51 alone: one row. */
  inner: 'fan68Inner',
  /** The 17 contour points as a camera sees them, by head yaw: rows 0..39 for 0..+39°, rows 40..78 for −1..−39°. */
  contour: 'fan68Contour',
} as const;

/** Landmarks of the 68-point scheme. */
export const FAN68_COUNT = 68;
const CONTOUR_COUNT = 17;
/** Degrees of yaw that the contour rows reach to either side. */
const LARGEST_YAW = 39;
const NECK = 'neck';

/**
 * The contour row of the latest evaluated pose: the neck's rotation in the world decides which points of the
 * surface make the visible outline. Positive yaw turns the nose towards the subject's left.
 * Returns 0 for a model without a joint named `neck`.
 */
export function chooseFan68ContourRow(face: PosableFace): number {
  const neck = face.model.jointNames.indexOf(NECK) * 12;
  if (neck < 0) {
    return 0;
  }
  const rotation = face.jointTransforms;
  const horizontal = Math.hypot(rotation[neck] ?? 0, rotation[neck + 4] ?? 0);
  const yaw = (Math.atan2(-(rotation[neck + 8] ?? 0), horizontal) * 180) / Math.PI;
  const row = roundHalfToEven(Math.min(yaw, LARGEST_YAW));
  if (row < 0) {
    return row < -LARGEST_YAW ? 2 * LARGEST_YAW : LARGEST_YAW - row;
  }
  // Adding 0 turns −0 into 0.
  return row + 0;
}

/**
 * The 68 landmarks as a camera in front of the face sees them: the contour of the given row, then the inner 51.
 *
 * @param attribute positions (or normals), Float32Array [vertices × 3].
 * @param contourRow of chooseFan68ContourRow.
 * @param target Float32Array [68 × 3].
 * @throws RangeError when the model does not have the sets.
 */
export function evaluateVisibleFan68(
  model: FaceModel,
  attribute: Float32Array,
  contourRow: number,
  target: Float32Array,
): void {
  const contour = model.landmarks[FAN68_SETS.contour];
  const inner = model.landmarks[FAN68_SETS.inner];
  if (contour === undefined || inner === undefined) {
    throw new RangeError(`the face model ${model.name} has no FAN landmarks`);
  }
  evaluateLandmarks(contour, contourRow, model.triangles, attribute, target);
  evaluateLandmarks(inner, 0, model.triangles, attribute, target, CONTOUR_COUNT);
}

/** Halves go to the even neighbour, as in the code the contour rows were made with. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
