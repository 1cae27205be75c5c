/** A point, three numbers. */
export type Point = readonly number[];

/**
 * The similarity (turn, size, shift) that brings points nearest to others, least squares: Horn's unit quaternions (1987),
 * the greatest eigenvector found by iteration.
 */
export function similarityTo(from: readonly Point[], to: readonly Point[]): (point: Point) => number[] {
  const a = middleOf(from);
  const b = middleOf(to);
  const product = (row: number, column: number) =>
    from.reduce(
      (sum, point, i) =>
        sum + ((point[row] ?? 0) - (a[row] ?? 0)) * ((to[i]?.[column] ?? 0) - (b[column] ?? 0)),
      0,
    );
  const [xx, xy, xz] = [product(0, 0), product(0, 1), product(0, 2)];
  const [yx, yy, yz] = [product(1, 0), product(1, 1), product(1, 2)];
  const [zx, zy, zz] = [product(2, 0), product(2, 1), product(2, 2)];
  const [w, x, y, z] = greatestEigenvector([
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ]);
  const rotation = [
    [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
  const turned = (point: Point) =>
    rotation.map((row) =>
      row.reduce((sum, value, axis) => sum + value * ((point[axis] ?? 0) - (a[axis] ?? 0)), 0),
    );
  let both = 0;
  let own = 0;
  for (const [i, point] of from.entries()) {
    for (const [axis, value] of turned(point).entries()) {
      both += value * ((to[i]?.[axis] ?? 0) - (b[axis] ?? 0));
      own += value * value;
    }
  }
  const size = both / own;
  return (point) => turned(point).map((value, axis) => size * value + (b[axis] ?? 0));
}

/** Distances of points from others after the best similarity. */
export function alignedDistances(from: readonly Point[], to: readonly Point[]): number[] {
  const similarity = similarityTo(from, to);
  return from.map((point, i) =>
    Math.hypot(...similarity(point).map((value, axis) => value - (to[i]?.[axis] ?? 0))),
  );
}

function middleOf(points: readonly Point[]): number[] {
  return [0, 1, 2].map((axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / points.length);
}

/** Of a symmetric matrix, by repeated squaring of one that is shifted to have no negative eigenvalues. */
function greatestEigenvector(matrix: readonly (readonly number[])[]): [number, number, number, number] {
  const shift = matrix.flat().reduce((sum, value) => sum + Math.abs(value), 0);
  let power = matrix.map((row, i) => row.map((value, j) => (value + (i === j ? shift : 0)) / shift));
  for (let round = 0; round < 40; round += 1) {
    const squared = power.map((row) =>
      row.map((_, j) => row.reduce((sum, value, k) => sum + value * (power[k]?.[j] ?? 0), 0)),
    );
    const largest = Math.max(...squared.flat().map(Math.abs));
    power = squared.map((row) => row.map((value) => value / largest));
  }
  const [best = []] = power.toSorted((a, b) => Math.hypot(...b) - Math.hypot(...a));
  const length = Math.hypot(...best);
  const [w = 1, x = 0, y = 0, z = 0] = best.map((value) => value / length);
  return [w, x, y, z];
}
