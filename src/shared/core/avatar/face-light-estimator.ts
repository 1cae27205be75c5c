import { clamp } from '../tracking/interpolation.ts';
import { factorCholesky, solveCholesky } from '../tracking/solver/cholesky.ts';
import type { FaceLight } from './face-light.ts';

/**
 * Patches of bare skin, three landmarks each in the order that makes their normal point outwards: forehead, its corners,
 * temples, cheekbones, cheeks, below the cheeks, chin, under the chin, sides of the nose.
 */
const PATCHES: readonly (readonly [number, number, number])[] = [
  [9, 299, 69],
  [67, 103, 104],
  [297, 333, 332],
  [54, 21, 71],
  [284, 301, 251],
  [116, 123, 117],
  [345, 346, 352],
  [50, 205, 101],
  [280, 330, 425],
  [50, 187, 205],
  [280, 425, 411],
  [18, 208, 428],
  [199, 148, 377],
  [168, 122, 197],
  [168, 197, 351],
];

/** Unknowns of the fit: brightness from everywhere, and its slope along each axis. */
const UNKNOWNS = 4;
/** Keeps slopes that the patches in view do not tell near 0: as if one more patch had seen none. */
const SLOPE_PRIOR = 1;
/** Patches seen from their edge show more of what is behind them. */
const LEAST_FACING = 0.2;
/** The camera sees the lit side at least this far from the front. */
const LEAST_FRONT = 0.3;
const LARGEST_SHARE = 0.85;
/** Seconds in which a new light is taken over, to two thirds. */
const SMOOTHING_TIME = 0.6;

/**
 * Estimates the light on a face from how bright its patches of skin are: brightness as a linear function of the normal,
 * the first-order part of what light of any kind makes of a matt surface (Ramamoorthi and Hanrahan 2001, section 3).
 */
export class FaceLightEstimator {
  readonly #matrix = new Float64Array(UNKNOWNS * UNKNOWNS);
  readonly #vector = new Float64Array(UNKNOWNS);
  readonly #row = new Float64Array(UNKNOWNS);
  readonly #normal = new Float64Array(3);

  /**
   * Moves `light` towards what a picture shows; leaves it alone when the picture tells nothing. Allocates nothing.
   *
   * @param landmarks as FaceObservation has them
   * @param aspect width / height of the picture
   * @param brightnessAt linear brightness of the picture at x, y (fractions from its upper left corner)
   * @param seconds since the last picture; Infinity for the first
   */
  update(
    landmarks: Float32Array,
    aspect: number,
    brightnessAt: (x: number, y: number) => number,
    seconds: number,
    light: FaceLight,
  ): void {
    this.#matrix.fill(0);
    this.#vector.fill(0);
    for (const [a, b, c] of PATCHES) {
      this.#writeNormal(landmarks, aspect, a, b, c);
      if ((this.#normal[2] ?? 0) >= LEAST_FACING) {
        const x = mean(landmarks, a, b, c, 0);
        const y = mean(landmarks, a, b, c, 1);
        this.#add(brightnessAt(x, y));
      }
    }
    for (let slope = 1; slope < UNKNOWNS; slope += 1) {
      this.#matrix[slope * UNKNOWNS + slope] = (this.#matrix[slope * UNKNOWNS + slope] ?? 0) + SLOPE_PRIOR;
    }
    factorCholesky(this.#matrix, UNKNOWNS);
    solveCholesky(this.#matrix, UNKNOWNS, this.#vector);
    this.#approach(1 - Math.exp(-seconds / SMOOTHING_TIME), light);
  }

  /** One patch of the present normal in the normal equations. */
  #add(brightness: number): void {
    this.#row.set(this.#normal, 1);
    this.#row[0] = 1;
    for (let i = 0; i < UNKNOWNS; i += 1) {
      const own = this.#row[i] ?? 0;
      this.#vector[i] = (this.#vector[i] ?? 0) + own * brightness;
      for (let j = 0; j < UNKNOWNS; j += 1) {
        const at = i * UNKNOWNS + j;
        this.#matrix[at] = (this.#matrix[at] ?? 0) + own * (this.#row[j] ?? 0);
      }
    }
  }

  #approach(step: number, light: FaceLight): void {
    const [level = 0, x = 0, y = 0, z = 0] = this.#vector;
    const slope = Math.hypot(x, y, z);
    if (!(level > 0 && slope > 0 && step > 0)) {
      return;
    }
    // A lamp makes half of its light a slope, the other half a level (its average over the side it lights).
    const share = clamp((2 * slope) / (level + slope), 0, LARGEST_SHARE);
    light.share += step * (share - light.share);
    const { direction } = light;
    direction[0] = (direction[0] ?? 0) + step * (x / slope - (direction[0] ?? 0));
    direction[1] = (direction[1] ?? 0) + step * (y / slope - (direction[1] ?? 0));
    direction[2] = (direction[2] ?? 0) + step * (Math.max(z / slope, LEAST_FRONT) - (direction[2] ?? 0));
    const length = Math.hypot(direction[0] ?? 0, direction[1] ?? 0, direction[2] ?? 0);
    for (let axis = 0; axis < 3 && length > 0; axis += 1) {
      direction[axis] = (direction[axis] ?? 0) / length;
    }
  }

  /** Landmarks have y downwards and z away from the camera, in the scale of x. */
  #writeNormal(landmarks: Float32Array, aspect: number, a: number, b: number, c: number): void {
    const side = (to: number, axis: number) =>
      ((landmarks[to * 3 + axis] ?? 0) - (landmarks[a * 3 + axis] ?? 0)) * (axis === 1 ? -1 : aspect);
    const [ux, uy, uz] = [side(b, 0), side(b, 1), -side(b, 2)];
    const [vx, vy, vz] = [side(c, 0), side(c, 1), -side(c, 2)];
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    const length = Math.hypot(x, y, z) || 1;
    this.#normal[0] = x / length;
    this.#normal[1] = y / length;
    this.#normal[2] = z / length;
  }
}

function mean(landmarks: Float32Array, a: number, b: number, c: number, axis: number): number {
  return (
    ((landmarks[a * 3 + axis] ?? 0) + (landmarks[b * 3 + axis] ?? 0) + (landmarks[c * 3 + axis] ?? 0)) / 3
  );
}
