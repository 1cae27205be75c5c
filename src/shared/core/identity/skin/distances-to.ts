/** Of a step along a row or column and of one across, so that distances come out within some per cent. */
const STRAIGHT = 1;
const SLANT = Math.SQRT2;

/**
 * How far each texel lies from the nearest of some others (chamfer distance; Borgefors 1986), texels,
 * Float32Array [size × size]; Infinity without any.
 */
export function distancesTo(texels: Uint32Array, size: number): Float32Array {
  const distances = new Float32Array(size * size).fill(Number.POSITIVE_INFINITY);
  for (const texel of texels) {
    distances[texel] = 0;
  }
  for (let texel = 0; texel < distances.length; texel += 1) {
    relax(distances, texel, size, -1);
  }
  for (let texel = distances.length - 1; texel >= 0; texel -= 1) {
    relax(distances, texel, size, 1);
  }
  return distances;
}

/** Goes over from the neighbours before (−1) or after (1) a texel. */
function relax(distances: Float32Array, texel: number, size: number, direction: 1 | -1): void {
  const column = texel % size;
  const beside = distances[texel + direction] ?? Number.POSITIVE_INFINITY;
  const row = texel + direction * size;
  let shortest = Math.min(distances[texel] ?? 0, (distances[row] ?? Number.POSITIVE_INFINITY) + STRAIGHT);
  const isFirst = column === 0;
  const isLast = column === size - 1;
  if (direction < 0 ? !isFirst : !isLast) {
    shortest = Math.min(shortest, beside + STRAIGHT);
  }
  if (!isFirst) {
    shortest = Math.min(shortest, (distances[row - 1] ?? Number.POSITIVE_INFINITY) + SLANT);
  }
  if (!isLast) {
    shortest = Math.min(shortest, (distances[row + 1] ?? Number.POSITIVE_INFINITY) + SLANT);
  }
  distances[texel] = shortest;
}
