import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import { solveBoxLeastSquares } from './box-least-squares.ts';
import type { LandmarkResponse } from './landmark-response.ts';
import { DISPLACEMENT_NUMBERS } from './seen-displacement.ts';

/** Pulls every weight to 0: how surely, in squared standard deviations, a weight of 1 must be seen. */
const RIDGE = 10;
/** The same at once, however small the weight: of expressions that look alike, few are told. */
const SPARSITY = 1;

/**
 * Finds the expression that MediaPipe would answer to with the displacement seen: generalised least squares with every
 * weight between 0 and 1, begun at the last frame's. Knows how landmarks err, but heads only as the demo performers
 * are; `ExpressionFit` knows only how a head moves. `fit` allocates nothing.
 */
export class ResponseFit {
  /** What the last frame's landmarks speak for, Float64Array [52], 0..1. */
  readonly weights = new Float64Array(EXPRESSION_COUNT);
  readonly #response: LandmarkResponse;
  readonly #normal = new Float64Array(EXPRESSION_COUNT * EXPRESSION_COUNT);
  readonly #right = new Float64Array(EXPRESSION_COUNT);

  constructor(response: LandmarkResponse) {
    this.#response = response;
    this.#normal.set(response.normal);
  }

  /** Forgets the last frame's weights. */
  reset(): void {
    this.weights.fill(0);
  }

  /**
   * @param displacement Float64Array [478 × 2]: a `SeenDisplacement`'s values.
   * @param doubt 1, or more where expressions are to be believed less.
   */
  fit(displacement: Float64Array, doubt: number): void {
    const { operator, normal } = this.#response;
    for (let i = 0; i < EXPRESSION_COUNT; i++) {
      const row = i * DISPLACEMENT_NUMBERS;
      let sideways = 0;
      let up = 0;
      for (let at = 0; at < DISPLACEMENT_NUMBERS; at += 2) {
        sideways += (operator[row + at] ?? 0) * (displacement[at] ?? 0);
        up += (operator[row + at + 1] ?? 0) * (displacement[at + 1] ?? 0);
      }
      this.#right[i] = sideways + up - SPARSITY;
      const diagonal = i * EXPRESSION_COUNT + i;
      this.#normal[diagonal] = (normal[diagonal] ?? 0) + RIDGE * doubt;
    }
    solveBoxLeastSquares(this.#normal, this.#right, this.weights, EXPRESSION_COUNT);
  }
}
