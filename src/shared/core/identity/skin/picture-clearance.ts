import { smoothstep } from '../../tracking/interpolation.ts';
import { boxMeans } from './box-means.ts';

/** A step in depth that counts as an edge, metres: nose before cheek, chin before neck, head before wall. */
const EDGE_STEP = 0.012;
/** Share of a pixel's surroundings without edges from which it begins to count, and from which it counts in full. */
const FIRST_CLEAR = 0.45;
const CLEAR = 0.85;

/**
 * How far each pixel keeps from the edges of what is seen, 0..1: a head never lies exactly where it is said to, and
 * beside an edge the picture shows what is behind it.
 *
 * @param distances of the nearest surface, Float32Array [size × size]; Infinity without.
 * @param reach how far an edge spoils the picture, pixels.
 */
export function pictureClearance(distances: Float32Array, size: number, reach: number): Float32Array {
  const isClear = new Float32Array(size * size);
  for (let row = 1; row + 1 < size; row += 1) {
    for (let column = 1; column + 1 < size; column += 1) {
      const pixel = row * size + column;
      const own = distances[pixel] ?? 0;
      const step = Math.max(
        Math.abs(own - (distances[pixel - 1] ?? 0)),
        Math.abs(own - (distances[pixel + 1] ?? 0)),
        Math.abs(own - (distances[pixel - size] ?? 0)),
        Math.abs(own - (distances[pixel + size] ?? 0)),
      );
      // Where there is no surface the step is not a number.
      isClear[pixel] = step < EDGE_STEP ? 1 : 0;
    }
  }
  return boxMeans(isClear, size, reach).map((share) => smoothstep(FIRST_CLEAR, CLEAR, share));
}
