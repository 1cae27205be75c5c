/** A point that counts more or less. */
export interface WeightedPoint {
  /** x, y, z. */
  readonly point: readonly number[];
  /** More than 0. */
  readonly weight: number;
}

/** More rounds move the mean by less than a thousandth of the points' spread. */
const ROUNDS = 40;

/**
 * The point whose weighted distances to all points sum to the least (Weiszfeld's algorithm): unlike the mean it hardly
 * minds a few points that lie far off. `nearby` is the distance below which points count as equally near, which keeps a
 * point that is hit exactly from taking all the weight.
 */
export function robustMean(
  points: readonly WeightedPoint[],
  nearby = 1e-4,
): readonly [number, number, number] {
  let mean: [number, number, number] = [0, 0, 0];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const sum = [0, 0, 0];
    let total = 0;
    for (const { point, weight } of points) {
      const [x = 0, y = 0, z = 0] = point;
      const distance = round === 0 ? 1 : Math.hypot(x - mean[0], y - mean[1], z - mean[2]);
      const share = weight / Math.max(distance, nearby);
      sum.forEach((value, axis) => {
        sum[axis] = value + share * (point[axis] ?? 0);
      });
      total += share;
    }
    const [x = 0, y = 0, z = 0] = sum;
    mean = [x / total, y / total, z / total];
  }
  return mean;
}
