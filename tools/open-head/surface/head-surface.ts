import { type FactorisedMatrix, factorise, solve } from '../geometry/dense-solve.ts';
import { at, distance, type Vector } from '../geometry/vector.ts';
import type { Handles } from './handles.ts';

/** A smooth map from directions to places: the same weights serve any set of sample directions. */
export interface SurfaceWeights {
  /** One column per axis, Float64Array [handles + 4]. */
  readonly columns: readonly [Float64Array, Float64Array, Float64Array];
}

/** Finds the weights for any values at the handles (positions, or displacements). */
export type SurfaceFit = (values: readonly Vector[]) => SurfaceWeights;

/** Evaluates a surface at fixed directions. */
export type SurfaceSampler = (weights: SurfaceWeights) => Vector[];

/** Affine part: constant, x, y, z. */
const AFFINE = 4;

/**
 * The cubic radial basis spline f(d) = Σ wᵢ |d − dᵢ|³ + a + B·d over the handles' directions, with softness on the
 * diagonal (Duchon 1977; Wahba, Spline Models for Observational Data, 2.4). Its matrix is split once.
 */
export function fitSurface({ directions, softness }: Handles): SurfaceFit {
  const count = directions.length;
  const size = count + AFFINE;
  const matrix = new Float64Array(size * size);
  directions.forEach((direction, row) => {
    directions.forEach((other, column) => {
      matrix[row * size + column] = distance(direction, other) ** 3;
    });
    matrix[row * size + row] = at(softness, row);
    [1, ...direction].forEach((value, k) => {
      matrix[row * size + count + k] = value;
      matrix[(count + k) * size + row] = value;
    });
  });
  const factors = factorise(matrix, size);
  return (values) => ({
    columns: [column(factors, values, 0), column(factors, values, 1), column(factors, values, 2)],
  });
}

function column(factors: FactorisedMatrix, values: readonly Vector[], axis: 0 | 1 | 2): Float64Array {
  const right = new Float64Array(factors.size);
  values.forEach((value, row) => {
    right[row] = value[axis];
  });
  return solve(factors, right);
}

/** Prepares to evaluate surfaces at `samples`; the distances to the handles are computed once. */
export function createSampler(handles: Handles, samples: readonly Vector[]): SurfaceSampler {
  const width = handles.directions.length + AFFINE;
  const kernel = new Float64Array(samples.length * width);
  samples.forEach((sample, row) => {
    handles.directions.forEach((direction, i) => {
      kernel[row * width + i] = distance(sample, direction) ** 3;
    });
    kernel.set([1, ...sample], row * width + handles.directions.length);
  });
  return ({ columns: [x, y, z] }) =>
    samples.map((_, row): Vector => {
      let px = 0;
      let py = 0;
      let pz = 0;
      for (let i = 0, k = row * width; i < width; i += 1, k += 1) {
        const weight = kernel[k] ?? 0;
        px += weight * (x[i] ?? 0);
        py += weight * (y[i] ?? 0);
        pz += weight * (z[i] ?? 0);
      }
      return [px, py, pz];
    });
}
