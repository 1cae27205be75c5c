import { LANDMARK_NUMBERS, type LandmarkBasis } from './landmark-basis.ts';

/** Shift and turn about each axis, size, width, height. */
export const NUISANCE_COUNT = 9;

/** Radians, or share of the size, that a turn's or a size's unknown stands for. */
const UNIT = 0.1;

/**
 * How landmarks move when the head's pose or size was taken wrongly, Float64Array [9 × 478 × 3], centimetres: solved
 * for together with the expression, so that none of it is mistaken for one.
 */
export function nuisanceFields({ neutral }: LandmarkBasis): Float64Array {
  const fields = new Float64Array(NUISANCE_COUNT * LANDMARK_NUMBERS);
  const count = LANDMARK_NUMBERS / 3;
  const middle = [0, 1, 2].map(
    (axis) => neutral.reduce((sum, value, i) => (i % 3 === axis ? sum + value : sum), 0) / count,
  );
  for (let landmark = 0; landmark < count; landmark++) {
    const at = landmark * 3;
    const [x = 0, y = 0, z = 0] = middle.map((value, axis) => UNIT * ((neutral[at + axis] ?? 0) - value));
    const motions = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, -z, y],
      [z, 0, -x],
      [-y, x, 0],
      [x, y, z],
      [x, 0, 0],
      [0, y, 0],
    ];
    for (const [index, motion] of motions.entries()) {
      fields.set(motion, index * LANDMARK_NUMBERS + at);
    }
  }
  return fields;
}
