/** More rounds move the mean by less than a thousandth of the rows' spread. */
const ROUNDS = 40;

/** Distance below which a row counts as equally near: one that is hit exactly must not take all the weight. */
const NEARBY = 1e-6;

/**
 * The point whose distances to all rows sum to the least (the geometric median, by Weiszfeld's algorithm): unlike the
 * mean it hardly minds a few rows that lie far off, and unlike a median of each number it stays among them.
 * @param rows at least one, all of one length.
 */
export function robustMean(rows: readonly Float32Array[]): Float32Array {
  let mean = weightedMean(rows, () => 1);
  for (let round = 0; round < ROUNDS; round++) {
    mean = weightedMean(rows, (row) => 1 / Math.max(distance(row, mean), NEARBY));
  }
  return Float32Array.from(mean);
}

function weightedMean(rows: readonly Float32Array[], weightOf: (row: Float32Array) => number): Float64Array {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  let total = 0;
  for (const row of rows) {
    const weight = weightOf(row);
    total += weight;
    for (let i = 0; i < sum.length; i++) {
      sum[i] = (sum[i] ?? 0) + weight * (row[i] ?? 0);
    }
  }
  return sum.map((value) => value / total);
}

function distance(row: Float32Array, point: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < point.length; i++) {
    sum += ((row[i] ?? 0) - (point[i] ?? 0)) ** 2;
  }
  return Math.sqrt(sum);
}
