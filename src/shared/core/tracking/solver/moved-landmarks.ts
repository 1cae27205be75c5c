import { LANDMARK_NUMBERS } from './landmark-basis.ts';

/**
 * The landmarks that each of some fields moves: most expressions move few.
 * @param fields [n × 478 × 3]
 */
export function movedLandmarks(fields: Float32Array | Float64Array): readonly Uint16Array[] {
  return Array.from({ length: fields.length / LANDMARK_NUMBERS }, (_, field) => {
    const moved: number[] = [];
    for (let landmark = 0; landmark < LANDMARK_NUMBERS / 3; landmark++) {
      const at = field * LANDMARK_NUMBERS + landmark * 3;
      if (fields[at] !== 0 || fields[at + 1] !== 0 || fields[at + 2] !== 0) {
        moved.push(landmark);
      }
    }
    return Uint16Array.from(moved);
  });
}
