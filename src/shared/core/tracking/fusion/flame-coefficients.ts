import type { FlameParameters } from '../../face/flame-parameters.ts';

/** Where each part of a row of coefficients begins: expression, jaw, camera, light. The head's rotation is none of it. */
export const JAW_START = 50;
export const CAMERA_START = JAW_START + 3;
export const LIGHT_START = CAMERA_START + 3;

/** Coefficients in a row. */
export const COEFFICIENT_COUNT = LIGHT_START + 27;

/** Those that follow from the tracker's expression: the first ones. */
export const PREDICTED_COUNT = CAMERA_START;

/** Where the jaw begins in a pose. */
const POSE_JAW = 3;

/** Writes parameters as a row of coefficients. */
export function readCoefficients(
  { expression, pose, camera, light }: FlameParameters,
  row: Float64Array,
): void {
  row.set(expression);
  for (let axis = 0; axis < 3; axis++) {
    row[JAW_START + axis] = pose[POSE_JAW + axis] ?? 0;
  }
  row.set(camera, CAMERA_START);
  row.set(light, LIGHT_START);
}

/** Writes a row of coefficients into parameters; the head's rotation is left alone. */
export function writeCoefficients(
  row: Float64Array,
  { expression, pose, camera, light }: FlameParameters,
): void {
  copyFrom(row, 0, expression, 0, JAW_START);
  copyFrom(row, JAW_START, pose, POSE_JAW, 3);
  copyFrom(row, CAMERA_START, camera, 0, 3);
  copyFrom(row, LIGHT_START, light, 0, COEFFICIENT_COUNT - LIGHT_START);
}

function copyFrom(
  row: Float64Array,
  start: number,
  target: Float32Array,
  offset: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    target[offset + i] = row[start + i] ?? 0;
  }
}
