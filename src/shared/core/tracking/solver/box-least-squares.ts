/** Rounds over all unknowns: with a warm start the weights have settled to 0.001 by then, most often much sooner. */
const ROUNDS = 12;
/** They have settled when none moves by more than this in a round. */
const SETTLED = 1e-4;

/**
 * Minimises wᵀ·N·w / 2 − bᵀ·w with every unknown between 0 and 1, from where `weights` stand: projected coordinate
 * descent, which for a convex quadratic over a box converges to the minimum (Wright, Coordinate Descent Algorithms,
 * 2015). Allocates nothing.
 *
 * @param normal Float64Array [count × count], symmetric, its diagonal positive.
 * @param right Float64Array [count].
 * @param weights Float64Array [count]: the start, overwritten with the minimum.
 */
export function solveBoxLeastSquares(
  normal: Float64Array,
  right: Float64Array,
  weights: Float64Array,
  count: number,
): void {
  let change = 1;
  for (let round = 0; round < ROUNDS && change > SETTLED; round++) {
    change = 0;
    for (let i = 0; i < count; i++) {
      const row = i * count;
      let slope = right[i] ?? 0;
      for (let j = 0; j < count; j++) {
        slope -= (normal[row + j] ?? 0) * (weights[j] ?? 0);
      }
      const last = weights[i] ?? 0;
      const wanted = last + slope / (normal[row + i] ?? 1);
      // Written so that NaN becomes 0.
      const weight = wanted > 0 ? Math.min(wanted, 1) : 0;
      weights[i] = weight;
      change = Math.max(change, Math.abs(weight - last));
    }
  }
}
