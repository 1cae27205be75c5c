/**
 * Means over squares of side 2 · reach + 1; what lies outside of the map counts as 0.
 * @param values Float32Array [size × size].
 */
export function boxMeans(values: Float32Array, size: number, reach: number): Float32Array {
  const rows = rowMeans(values, size, reach);
  const means = new Float32Array(values.length);
  const count = 2 * reach + 1;
  const sums = new Float64Array(size);
  // Row by row: memory is read several times as fast in its order.
  for (let row = -reach; row < size; row += 1) {
    const entering = (row + reach) * size;
    const leaving = (row - reach - 1) * size;
    for (let column = 0; column < size; column += 1) {
      const added = entering < values.length ? (rows[entering + column] ?? 0) : 0;
      const taken = leaving >= 0 ? (rows[leaving + column] ?? 0) : 0;
      const sum = (sums[column] ?? 0) + added - taken;
      sums[column] = sum;
      if (row >= 0) {
        means[row * size + column] = sum / count;
      }
    }
  }
  return means;
}

/** Means over `reach` neighbours to either side in the same row. */
function rowMeans(values: Float32Array, size: number, reach: number): Float32Array {
  const means = new Float32Array(values.length);
  const count = 2 * reach + 1;
  for (let start = 0; start < values.length; start += size) {
    let sum = 0;
    for (let column = -reach; column < size; column += 1) {
      const added = column + reach < size ? (values[start + column + reach] ?? 0) : 0;
      const taken = column - reach - 1 >= 0 ? (values[start + column - reach - 1] ?? 0) : 0;
      sum += added - taken;
      if (column >= 0) {
        means[start + column] = sum / count;
      }
    }
  }
  return means;
}
