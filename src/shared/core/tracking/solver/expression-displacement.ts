import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import { LANDMARK_NUMBERS, type LandmarkBasis } from './landmark-basis.ts';
import { movedLandmarks } from './moved-landmarks.ts';

/** Moves landmarks as an expression does. */
export class ExpressionDisplacement {
  readonly #displacements: Float32Array;
  readonly #moved: readonly Uint16Array[];

  constructor({ displacements }: LandmarkBasis) {
    this.#displacements = displacements;
    this.#moved = movedLandmarks(displacements);
  }

  /**
   * @param expression Float32Array [52].
   * @param sign 1 puts the expression on, −1 takes it off.
   * @param points Float64Array [478 × 3], centimetres, changed in place.
   */
  add(expression: Float32Array, sign: 1 | -1, points: Float64Array): void {
    for (let i = 0; i < EXPRESSION_COUNT; i++) {
      const weight = sign * (expression[i] ?? 0);
      const moved = this.#moved[i];
      if (weight === 0 || moved === undefined) {
        continue;
      }
      const row = i * LANDMARK_NUMBERS;
      for (let k = 0; k < moved.length; k++) {
        const at = (moved[k] ?? 0) * 3;
        points[at] = (points[at] ?? 0) + weight * (this.#displacements[row + at] ?? 0);
        points[at + 1] = (points[at + 1] ?? 0) + weight * (this.#displacements[row + at + 1] ?? 0);
        points[at + 2] = (points[at + 2] ?? 0) + weight * (this.#displacements[row + at + 2] ?? 0);
      }
    }
  }
}
