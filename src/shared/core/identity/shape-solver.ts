import { solveBoxLeastSquares } from '../tracking/solver/box-least-squares.ts';
import { factorCholesky, solveCholesky } from '../tracking/solver/cholesky.ts';
import { LANDMARK_NUMBERS, openLandmarkBasis } from '../tracking/solver/landmark-basis.ts';
import { nuisanceFields } from '../tracking/solver/nuisance-fields.ts';
import { type LandmarkEvidence, SYMMETRIC } from './landmark-evidence.ts';
import type { LandmarkModes } from './landmark-modes.ts';

/**
 * What a coefficient of 1, and a landmark's residual of a centimetre, cost beside landmarks that lie a centimetre off.
 * Chosen on the demo performers, whose true heads are known: weaker priors follow MediaPipe's own errors.
 */
const MODE_RIDGE = 2;
const RESIDUAL_RIDGE = 4;

/** Shift and turn about each axis, and size: the leading ones of `nuisanceFields`. */
const POSE_ERRORS = 7;
/** Keeps what no picture tells from running away. */
const LEAST_RIDGE = 1e-3;

/** Sweeps of twelve rounds each over the box: coefficients have settled to 0.001 by then. */
const SWEEPS = 20;

/**
 * The head that explains evidence best: coefficients of its modes, each pulled to 0 and kept within its limits, then for
 * every landmark by itself what they leave, pulled to 0 more strongly. Where nothing is seen of a direction it stays with
 * what the modes say.
 */
export class ShapeSolver {
  /** Float64Array [modes]. */
  readonly coefficients: Float64Array;
  /** Float64Array [478 × 3], centimetres: what the modes make. */
  readonly modelled: Float64Array;
  /** Float64Array [478 × 3], centimetres: what is to be added to it. */
  readonly residual = new Float64Array(LANDMARK_NUMBERS);
  readonly #modes: LandmarkModes;
  /** Displacements of the modes, then of errors common to all poses: Float64Array [(modes + 7) × 478 × 3]. */
  readonly #fields: Float64Array;

  constructor(modes: LandmarkModes) {
    this.#modes = modes;
    const errors = nuisanceFields(openLandmarkBasis()).subarray(0, POSE_ERRORS * LANDMARK_NUMBERS);
    this.#fields = new Float64Array(modes.displacements.length + errors.length);
    this.#fields.set(modes.displacements);
    this.#fields.set(errors, modes.displacements.length);
    this.coefficients = new Float64Array(modes.limits.length);
    this.modelled = modes.average.slice();
  }

  /** The landmarks, Float64Array [478 × 3], centimetres. */
  points(): Float64Array {
    return this.modelled.map((value, i) => value + (this.residual[i] ?? 0));
  }

  solve(evidence: LandmarkEvidence): void {
    this.#solveModes(evidence);
    this.#addModes();
    this.#solveResidual(evidence);
  }

  /** Least squares over coefficients and pose errors; the latter are then taken out of the evidence. */
  #solveModes(evidence: LandmarkEvidence): void {
    const { average, limits } = this.#modes;
    const count = limits.length;
    const total = count + POSE_ERRORS;
    const pull = new Float64Array(LANDMARK_NUMBERS);
    evidence.apply(average, pull);
    for (let i = 0; i < LANDMARK_NUMBERS; i += 1) {
      pull[i] = (evidence.right[i] ?? 0) - (pull[i] ?? 0);
    }
    const normal = new Float64Array(total * total);
    const right = new Float64Array(total);
    const weighted = new Float64Array(LANDMARK_NUMBERS);
    for (let i = 0; i < total; i += 1) {
      const field = rowOf(this.#fields, i);
      right[i] = dot(field, pull);
      evidence.apply(field, weighted);
      for (let j = 0; j <= i; j += 1) {
        const value = dot(weighted, rowOf(this.#fields, j));
        normal[i * total + j] = value;
        normal[j * total + i] = value;
      }
      normal[i * total + i] = (normal[i * total + i] ?? 0) + (i < count ? MODE_RIDGE : LEAST_RIDGE);
    }
    const errors = new PoseErrors(normal, right, count);
    this.#solveWithinLimits(errors.normal, errors.right);
    const poseError = errors.field(this.coefficients, this.#fields);
    evidence.move(poseError.map((value) => -value));
  }

  /** Solves for t of minimum + t · (maximum − minimum), which is between 0 and 1. */
  #solveWithinLimits(normal: Float64Array, right: Float64Array): void {
    const { limits } = this.#modes;
    const count = limits.length;
    const shares = new Float64Array(count);
    for (const [i, { minimum, maximum }] of limits.entries()) {
      const range = maximum - minimum;
      shares[i] = ((this.coefficients[i] ?? 0) - minimum) / range;
      let value = right[i] ?? 0;
      for (const [j, other] of limits.entries()) {
        value -= (normal[i * count + j] ?? 0) * other.minimum;
      }
      right[i] = value * range;
    }
    for (const [i, row] of limits.entries()) {
      for (const [j, column] of limits.entries()) {
        const scale = (row.maximum - row.minimum) * (column.maximum - column.minimum);
        normal[i * count + j] = (normal[i * count + j] ?? 0) * scale;
      }
    }
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      solveBoxLeastSquares(normal, right, shares, count);
    }
    for (const [i, { minimum, maximum }] of limits.entries()) {
      this.coefficients[i] = minimum + (shares[i] ?? 0) * (maximum - minimum);
    }
  }

  #addModes(): void {
    this.modelled.set(this.#modes.average);
    for (const [mode, coefficient] of this.coefficients.entries()) {
      const field = rowOf(this.#modes.displacements, mode);
      for (let i = 0; i < LANDMARK_NUMBERS; i += 1) {
        this.modelled[i] = (this.modelled[i] ?? 0) + coefficient * (field[i] ?? 0);
      }
    }
  }

  #solveResidual(evidence: LandmarkEvidence): void {
    const { normal, right } = evidence;
    const { residual } = this;
    evidence.apply(this.modelled, residual);
    const matrix = new Float64Array(9);
    for (let i = 0; i < LANDMARK_NUMBERS; i += 1) {
      residual[i] = (right[i] ?? 0) - (residual[i] ?? 0);
    }
    for (let at = 0, n = 0; at < LANDMARK_NUMBERS; at += 3, n += SYMMETRIC) {
      matrix[0] = (normal[n] ?? 0) + RESIDUAL_RIDGE;
      matrix[4] = (normal[n + 1] ?? 0) + RESIDUAL_RIDGE;
      matrix[8] = (normal[n + 2] ?? 0) + RESIDUAL_RIDGE;
      matrix[3] = normal[n + 3] ?? 0;
      matrix[6] = normal[n + 4] ?? 0;
      matrix[7] = normal[n + 5] ?? 0;
      factorCholesky(matrix, 3);
      solveCholesky(matrix, 3, residual, at);
    }
  }
}

/** Errors common to all poses, eliminated from normal equations (Schur complement): what is left is in the modes alone. */
class PoseErrors {
  /** Float64Array [modes × modes] and [modes]. */
  readonly normal: Float64Array;
  readonly right: Float64Array;
  readonly #modeCount: number;
  /** Pose errors per unit of each mode, then of the right side: Float64Array [(modes + 1) × 7]. */
  readonly #coupling: Float64Array;

  /**
   * @param normal Float64Array [(modes + 7)²].
   * @param right Float64Array [modes + 7].
   */
  constructor(normal: Float64Array, right: Float64Array, modeCount: number) {
    const total = modeCount + POSE_ERRORS;
    const block = new Float64Array(POSE_ERRORS * POSE_ERRORS);
    this.#modeCount = modeCount;
    this.#coupling = new Float64Array((modeCount + 1) * POSE_ERRORS);
    for (let a = 0; a < POSE_ERRORS; a += 1) {
      const row = (modeCount + a) * total;
      for (let b = 0; b < POSE_ERRORS; b += 1) {
        block[a * POSE_ERRORS + b] = normal[row + modeCount + b] ?? 0;
      }
      for (let mode = 0; mode < modeCount; mode += 1) {
        this.#coupling[mode * POSE_ERRORS + a] = normal[row + mode] ?? 0;
      }
      this.#coupling[modeCount * POSE_ERRORS + a] = right[modeCount + a] ?? 0;
    }
    factorCholesky(block, POSE_ERRORS);
    for (let row = 0; row <= modeCount; row += 1) {
      solveCholesky(block, POSE_ERRORS, this.#coupling, row * POSE_ERRORS);
    }
    const explained = (mode: number, row: number): number => {
      let sum = 0;
      for (let a = 0; a < POSE_ERRORS; a += 1) {
        sum += (normal[mode * total + modeCount + a] ?? 0) * (this.#coupling[row * POSE_ERRORS + a] ?? 0);
      }
      return sum;
    };
    this.normal = new Float64Array(modeCount * modeCount);
    this.right = new Float64Array(modeCount);
    for (let i = 0; i < modeCount; i += 1) {
      this.right[i] = (right[i] ?? 0) - explained(i, modeCount);
      for (let j = 0; j < modeCount; j += 1) {
        this.normal[i * modeCount + j] = (normal[i * total + j] ?? 0) - explained(i, j);
      }
    }
  }

  /**
   * The displacement by the pose errors that belong to coefficients, Float64Array [478 × 3].
   * @param fields as the solver has them.
   */
  field(coefficients: Float64Array, fields: Float64Array): Float64Array {
    const sum = new Float64Array(LANDMARK_NUMBERS);
    for (let a = 0; a < POSE_ERRORS; a += 1) {
      let error = this.#coupling[this.#modeCount * POSE_ERRORS + a] ?? 0;
      for (const [mode, coefficient] of coefficients.entries()) {
        error -= coefficient * (this.#coupling[mode * POSE_ERRORS + a] ?? 0);
      }
      const field = rowOf(fields, this.#modeCount + a);
      for (let i = 0; i < LANDMARK_NUMBERS; i += 1) {
        sum[i] = (sum[i] ?? 0) + error * (field[i] ?? 0);
      }
    }
    return sum;
  }
}

function rowOf(fields: Float64Array, row: number): Float64Array {
  return fields.subarray(row * LANDMARK_NUMBERS, (row + 1) * LANDMARK_NUMBERS);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) {
    sum += (a[i] ?? 0) * (b[i] ?? 0);
  }
  return sum;
}
