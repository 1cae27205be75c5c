/**
 * Adds a weighted sum of a matrix's rows to `target`: target[i] += Σ_k weights[k] · rows[k · n + i], n = target.length.
 *
 * This is what evaluating a linear basis comes down to, so rows are stored one after the other (basis-major) and
 * four of them are taken per pass: the target is read and written a quarter as often. Rows of weight 0 cost nothing.
 * Sums are formed in double precision and rounded to the target's once per four rows.
 *
 * @param rows Float32Array [at least weights.length × n]
 * @throws RangeError when `rows` is too short for the weights.
 */
export function accumulateRows(target: Float32Array, rows: Float32Array, weights: Float32Array): void {
  const length = target.length;
  if (weights.length * length > rows.length) {
    throw new RangeError(`${weights.length} weights for ${rows.length / length} rows of ${length}`);
  }
  let first = nextNonZero(weights, 0);
  while (first < weights.length) {
    const second = nextNonZero(weights, first + 1);
    const third = nextNonZero(weights, second + 1);
    const fourth = nextNonZero(weights, third + 1);
    addFourRows(target, rows, weights, first, second, third, fourth);
    first = nextNonZero(weights, fourth + 1);
  }
}

/** Index of the first weight from `start` on that is not 0; weights.length when there is none. */
function nextNonZero(weights: Float32Array, start: number): number {
  let index = Math.min(start, weights.length);
  while (index < weights.length && weights[index] === 0) {
    index += 1;
  }
  return index;
}

/**
 * Row indices at or past weights.length stand for nothing: they read the first row with weight 0. They are compared
 * beforehand because a read past the end makes the engine put the numbers on the heap.
 */
function addFourRows(
  target: Float32Array,
  rows: Float32Array,
  weights: Float32Array,
  first: number,
  second: number,
  third: number,
  fourth: number,
): void {
  const length = target.length;
  const weightA = weights[first] ?? 0;
  const weightB = second < weights.length ? (weights[second] ?? 0) : 0;
  const weightC = third < weights.length ? (weights[third] ?? 0) : 0;
  const weightD = fourth < weights.length ? (weights[fourth] ?? 0) : 0;
  const startA = first * length;
  const startB = (second < weights.length ? second : first) * length;
  const startC = (third < weights.length ? third : first) * length;
  const startD = (fourth < weights.length ? fourth : first) * length;
  for (let i = 0; i < length; i += 1) {
    target[i] =
      (target[i] ?? 0) +
      weightA * (rows[startA + i] ?? 0) +
      weightB * (rows[startB + i] ?? 0) +
      weightC * (rows[startC + i] ?? 0) +
      weightD * (rows[startD + i] ?? 0);
  }
}
