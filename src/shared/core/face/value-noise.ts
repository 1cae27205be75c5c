/** A number 0..1 that looks random for every pair of integers (xorshift-multiply hash after Wang 2007). */
export function hashNoise(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Smooth noise −1..1 whose blobs are one unit wide. */
export function valueNoise(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const fx = x - column;
  const fy = y - row;
  const sx = fx * fx * (3 - 2 * fx);
  const sy = fy * fy * (3 - 2 * fy);
  const top = hashNoise(column, row, seed) * (1 - sx) + hashNoise(column + 1, row, seed) * sx;
  const bottom = hashNoise(column, row + 1, seed) * (1 - sx) + hashNoise(column + 1, row + 1, seed) * sx;
  return 2 * (top * (1 - sy) + bottom * sy) - 1;
}

/**
 * Scattered dots: how much of a dot covers the place, 0..1. Each cell of one unit holds a dot with the probability
 * `density`, somewhere near its middle, `radius` units wide.
 */
export function dotNoise(x: number, y: number, density: number, radius: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (hashNoise(column, row, seed) >= density) {
    return 0;
  }
  const dx = x - column - 0.25 - 0.5 * hashNoise(column, row, seed + 1);
  const dy = y - row - 0.25 - 0.5 * hashNoise(column, row, seed + 2);
  return Math.min(Math.max((radius - Math.sqrt(dx * dx + dy * dy)) / (0.5 * radius), 0), 1);
}
