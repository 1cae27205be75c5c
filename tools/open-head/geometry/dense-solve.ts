/** A square matrix split into triangles, ready to solve for any right side. */
export interface FactorisedMatrix {
  readonly size: number;
  /** L below the diagonal, U on and above it, Float64Array [size × size], rows permuted. */
  readonly factors: Float64Array;
  /** Which row of the original matrix stands in each row of the factors. */
  readonly rows: Int32Array;
}

/** LU decomposition with partial pivoting (Golub and Van Loan, Matrix Computations, 3.4). `matrix` is overwritten. */
export function factorise(matrix: Float64Array, size: number): FactorisedMatrix {
  const rows = Int32Array.from({ length: size }, (_, row) => row);
  for (let column = 0; column < size; column += 1) {
    swapRows(matrix, rows, size, column, largestRow(matrix, size, column));
    const pivot = matrix[column * size + column] ?? 0;
    for (let row = column + 1; row < size; row += 1) {
      const factor = (matrix[row * size + column] ?? 0) / pivot;
      matrix[row * size + column] = factor;
      if (factor === 0) {
        continue;
      }
      for (let k = column + 1; k < size; k += 1) {
        matrix[row * size + k] = (matrix[row * size + k] ?? 0) - factor * (matrix[column * size + k] ?? 0);
      }
    }
  }
  return { size, factors: matrix, rows };
}

function largestRow(matrix: Float64Array, size: number, column: number): number {
  let best = column;
  for (let row = column + 1; row < size; row += 1) {
    if (Math.abs(matrix[row * size + column] ?? 0) > Math.abs(matrix[best * size + column] ?? 0)) {
      best = row;
    }
  }
  return best;
}

function swapRows(matrix: Float64Array, rows: Int32Array, size: number, a: number, b: number): void {
  if (a === b) {
    return;
  }
  const first = matrix.slice(a * size, (a + 1) * size);
  matrix.copyWithin(a * size, b * size, (b + 1) * size);
  matrix.set(first, b * size);
  const row = rows[a] ?? 0;
  rows[a] = rows[b] ?? 0;
  rows[b] = row;
}

/** x of A · x = right. */
export function solve({ size, factors, rows }: FactorisedMatrix, right: Float64Array): Float64Array {
  const x = Float64Array.from(rows, (row) => right[row] ?? 0);
  for (let row = 0; row < size; row += 1) {
    let sum = x[row] ?? 0;
    for (let k = 0; k < row; k += 1) {
      sum -= (factors[row * size + k] ?? 0) * (x[k] ?? 0);
    }
    x[row] = sum;
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = x[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) {
      sum -= (factors[row * size + k] ?? 0) * (x[k] ?? 0);
    }
    x[row] = sum / (factors[row * size + row] ?? 1);
  }
  return x;
}
