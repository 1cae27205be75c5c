/**
 * Factors a symmetric positive definite matrix in place: its lower triangle becomes L of L·Lᵀ (Cholesky). A pivot that
 * is not positive, because the matrix says nothing about that unknown, is replaced by one so large that the unknown
 * stays 0.
 *
 * @param matrix Float64Array [size × size], row by row; only the lower triangle is read and written.
 */
export function factorCholesky(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] ?? 0;
      for (let k = 0; k < column; k++) {
        sum -= (matrix[row * size + k] ?? 0) * (matrix[column * size + k] ?? 0);
      }
      if (row === column) {
        matrix[row * size + row] = sum > SMALLEST_PIVOT ? Math.sqrt(sum) : HUGE_PIVOT;
      } else {
        matrix[row * size + column] = sum / (matrix[column * size + column] ?? 1);
      }
    }
  }
}

/**
 * Solves L·Lᵀ x = b in place.
 *
 * @param factor what `factorCholesky` left.
 * @param vector holds b, then x: `size` numbers, `stride` apart, from `start` on.
 */
export function solveCholesky(
  factor: Float64Array,
  size: number,
  vector: Float64Array,
  start = 0,
  stride = 1,
): void {
  for (let row = 0; row < size; row++) {
    let sum = vector[start + row * stride] ?? 0;
    for (let k = 0; k < row; k++) {
      sum -= (factor[row * size + k] ?? 0) * (vector[start + k * stride] ?? 0);
    }
    vector[start + row * stride] = sum / (factor[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = vector[start + row * stride] ?? 0;
    for (let k = row + 1; k < size; k++) {
      sum -= (factor[k * size + row] ?? 0) * (vector[start + k * stride] ?? 0);
    }
    vector[start + row * stride] = sum / (factor[row * size + row] ?? 1);
  }
}

const SMALLEST_PIVOT = 1e-12;
const HUGE_PIVOT = 1e9;
