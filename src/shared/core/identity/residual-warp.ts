import { factorCholesky, solveCholesky } from '../tracking/solver/cholesky.ts';

/**
 * Length over which the field forgets a landmark, metres: a smooth bend of the face, no crease; the back of the head is
 * several of them away from any landmark.
 */
const LENGTH = 0.025;

/** Beyond this many lengths a landmark counts for nothing (e^−8). */
const REACH = 4;

/** A landmark's own error beside the field, as a share of the field's spread: what keeps the field from bumps. */
const NOISE_SHARE = 0.3;

/**
 * A smooth field of displacements through space that carries landmarks where they are to be, as far as it can without
 * bumps: Gaussian process regression with the kernel exp(−r² / 2 LENGTH²) (Rasmussen and Williams 2006, eq. 2.25).
 */
export class ResidualWarp {
  readonly #centres: Float64Array;
  readonly #weights: Float64Array;

  /**
   * @param points landmarks, metres, [n × 3].
   * @param displacements what each is to be moved by, metres, [n × 3].
   */
  constructor(points: ArrayLike<number>, displacements: ArrayLike<number>) {
    const count = points.length / 3;
    this.#centres = Float64Array.from(points);
    this.#weights = Float64Array.from(displacements);
    const covariance = new Float64Array(count * count);
    for (let row = 0; row < count; row += 1) {
      for (let column = 0; column <= row; column += 1) {
        covariance[row * count + column] = this.#kernel(
          row,
          points[column * 3] ?? 0,
          points[column * 3 + 1] ?? 0,
          points[column * 3 + 2] ?? 0,
        );
      }
      covariance[row * count + row] = 1 + NOISE_SHARE * NOISE_SHARE;
    }
    factorCholesky(covariance, count);
    for (let axis = 0; axis < 3; axis += 1) {
      solveCholesky(covariance, count, this.#weights, axis, 3);
    }
  }

  /**
   * The field at a place, metres.
   * @param target Float64Array [3], overwritten.
   */
  at(x: number, y: number, z: number, target: Float64Array): void {
    target.fill(0);
    for (let centre = 0; centre < this.#centres.length / 3; centre += 1) {
      const share = this.#kernel(centre, x, y, z);
      for (let axis = 0; share > 0 && axis < 3; axis += 1) {
        target[axis] = (target[axis] ?? 0) + share * (this.#weights[centre * 3 + axis] ?? 0);
      }
    }
  }

  #kernel(centre: number, x: number, y: number, z: number): number {
    const dx = x - (this.#centres[centre * 3] ?? 0);
    const dy = y - (this.#centres[centre * 3 + 1] ?? 0);
    const dz = z - (this.#centres[centre * 3 + 2] ?? 0);
    const square = (dx * dx + dy * dy + dz * dz) / (LENGTH * LENGTH);
    return square < REACH * REACH ? Math.exp(-square / 2) : 0;
  }
}
