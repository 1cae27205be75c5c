import { EXPRESSION_COUNT, EXPRESSION_NAMES, MIRRORED_EXPRESSION } from '../../face/expression-names.ts';
import { solveBoxLeastSquares } from './box-least-squares.ts';
import { factorCholesky, solveCholesky } from './cholesky.ts';
import { halfTrust, leftShares } from './half-trust.ts';
import { LANDMARK_NUMBERS, type LandmarkBasis } from './landmark-basis.ts';
import { movedLandmarks } from './moved-landmarks.ts';
import { NormalTables } from './normal-tables.ts';
import { NUISANCE_COUNT, nuisanceFields } from './nuisance-fields.ts';

/** Expressions that are solved for: where the eyes look is measured on the irises, and no landmark sees the tongue. */
const SOLVED = indicesOf((name) => !name.startsWith('eyeLook') && name !== 'tongueOut');
const LOOKS = indicesOf((name) => name.startsWith('eyeLook'));

const COUNT = SOLVED.length;
const TOTAL = COUNT + NUISANCE_COUNT;

/** Where each solved expression's mirror image stands among the solved ones. */
const MIRRORED = SOLVED.map((index) => SOLVED.indexOf(MIRRORED_EXPRESSION[index] ?? index));

/** Landmarks from here on are the irises', which move with the gaze. */
const FIRST_IRIS = 468;

/**
 * Weight of a displacement along the line of sight: there the landmarks are the model's own, and as good as nothing is
 * seen; but what moves only there must not be free.
 */
const DEPTH_TRUST = 0.05;

/** Pulls every weight to 0: squared centimetres, summed over the landmarks, that a weight of 1 must explain. */
const RIDGE = 1;
/** The same for a turn of 0.1 radians, a tenth of the size, or a shift of a centimetre. */
const NUISANCE_RIDGE = 10;
/** Pulls every weight to where it was in the last frame. */
const INERTIA = 0.3;
/** Pulls left and right together where the landmarks leave it open. */
const SYMMETRY = 0.1;

/**
 * Finds the expression whose displacements explain where the landmarks have moved: least squares with every weight
 * between 0 and 1, regularised, begun at the last frame's weights. What pose and size were taken wrongly is solved for
 * at the same time and thrown away. `fit` allocates nothing.
 */
export class ExpressionFit {
  readonly #fields: Float64Array;
  /** The landmarks that each field moves. */
  readonly #moved: readonly Uint16Array[];
  readonly #looks: Float32Array;
  readonly #leftShare: Float64Array;
  readonly #tables: NormalTables;
  readonly #metric = new Float64Array(9);
  readonly #pull = new Float64Array(LANDMARK_NUMBERS);
  readonly #normal = new Float64Array(TOTAL * TOTAL);
  readonly #right = new Float64Array(TOTAL);
  readonly #nuisances = new Float64Array(NUISANCE_COUNT * NUISANCE_COUNT);
  /** Nuisances per unit of each expression, then of the right side: Float64Array [(expressions + 1) × nuisances]. */
  readonly #coupling = new Float64Array((COUNT + 1) * NUISANCE_COUNT);
  readonly #reduced = new Float64Array(COUNT * COUNT);
  readonly #reducedRight = new Float64Array(COUNT);
  readonly #weights = new Float64Array(COUNT);

  constructor(basis: LandmarkBasis) {
    const solved = SOLVED.flatMap((index) => [...rowOf(basis.displacements, index)]);
    this.#fields = new Float64Array(TOTAL * LANDMARK_NUMBERS);
    this.#fields.set(solved);
    this.#fields.set(nuisanceFields(basis), COUNT * LANDMARK_NUMBERS);
    this.#looks = Float32Array.from(LOOKS.flatMap((index) => [...rowOf(basis.displacements, index)]));
    this.#moved = movedLandmarks(this.#fields);
    this.#leftShare = leftShares(basis.neutral);
    const weights = this.#leftShare.map((_, landmark) => (landmark < FIRST_IRIS ? 1 : 0));
    this.#tables = new NormalTables(this.#fields, weights, this.#leftShare);
  }

  /** Forgets the last frame's weights. */
  reset(): void {
    this.#weights.fill(0);
  }

  /**
   * @param landmarks Float64Array [478 × 3]: where the landmarks were seen, in the head frame, centimetres.
   * @param neutral Float64Array [478 × 3]: where they are at rest.
   * @param rotation Float64Array [9], column-major: head to camera.
   * @param expression Float32Array [52]: holds the eyeLook weights, which move the lids; receives the solved ones.
   * @param doubt 1, or more where expressions are to be believed less.
   */
  fit(
    landmarks: Float64Array,
    neutral: Float64Array,
    rotation: Float64Array,
    expression: Float32Array,
    doubt: number,
  ): void {
    this.#setMetric(rotation);
    const turn = rotation[2] ?? 0;
    const leftTrust = halfTrust(-turn);
    const rightTrust = halfTrust(turn);
    this.#setPull(landmarks, neutral, expression, leftTrust, rightTrust);
    this.#tables.sum(this.#metric, leftTrust, rightTrust, this.#normal);
    this.#setRight();
    this.#removeNuisances();
    this.#regularise(doubt);
    solveBoxLeastSquares(this.#reduced, this.#reducedRight, this.#weights, COUNT);
    for (let i = 0; i < COUNT; i++) {
      expression[SOLVED[i] ?? 0] = this.#weights[i] ?? 0;
    }
  }

  /** Rᵀ·diag(1, 1, DEPTH_TRUST)·R: distances as the camera sees them. */
  #setMetric(rotation: Float64Array): void {
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        const across =
          (rotation[a * 3] ?? 0) * (rotation[b * 3] ?? 0) +
          (rotation[a * 3 + 1] ?? 0) * (rotation[b * 3 + 1] ?? 0);
        const along = (rotation[a * 3 + 2] ?? 0) * (rotation[b * 3 + 2] ?? 0);
        this.#metric[a * 3 + b] = across + DEPTH_TRUST * along;
      }
    }
  }

  /** The displacement of each landmark, without what the gaze explains, times metric and trust. */
  #setPull(
    landmarks: Float64Array,
    neutral: Float64Array,
    expression: Float32Array,
    leftTrust: number,
    rightTrust: number,
  ): void {
    const pull = this.#pull;
    for (let i = 0; i < LANDMARK_NUMBERS; i++) {
      pull[i] = (landmarks[i] ?? 0) - (neutral[i] ?? 0);
    }
    for (let look = 0; look < LOOKS.length; look++) {
      const weight = expression[LOOKS[look] ?? 0] ?? 0;
      for (let i = 0; weight > 0 && i < LANDMARK_NUMBERS; i++) {
        pull[i] = (pull[i] ?? 0) - weight * (this.#looks[look * LANDMARK_NUMBERS + i] ?? 0);
      }
    }
    const m = this.#metric;
    for (let landmark = 0; landmark < LANDMARK_NUMBERS / 3; landmark++) {
      const at = landmark * 3;
      const left = this.#leftShare[landmark] ?? 0;
      const trust = landmark < FIRST_IRIS ? left * leftTrust + (1 - left) * rightTrust : 0;
      const x = trust * (pull[at] ?? 0);
      const y = trust * (pull[at + 1] ?? 0);
      const z = trust * (pull[at + 2] ?? 0);
      pull[at] = (m[0] ?? 0) * x + (m[1] ?? 0) * y + (m[2] ?? 0) * z;
      pull[at + 1] = (m[3] ?? 0) * x + (m[4] ?? 0) * y + (m[5] ?? 0) * z;
      pull[at + 2] = (m[6] ?? 0) * x + (m[7] ?? 0) * y + (m[8] ?? 0) * z;
    }
  }

  #setRight(): void {
    for (let unknown = 0; unknown < TOTAL; unknown++) {
      const moved = this.#moved[unknown];
      const row = unknown * LANDMARK_NUMBERS;
      let sum = 0;
      for (let i = 0; moved !== undefined && i < moved.length; i++) {
        const at = (moved[i] ?? 0) * 3;
        sum +=
          (this.#fields[row + at] ?? 0) * (this.#pull[at] ?? 0) +
          (this.#fields[row + at + 1] ?? 0) * (this.#pull[at + 1] ?? 0) +
          (this.#fields[row + at + 2] ?? 0) * (this.#pull[at + 2] ?? 0);
      }
      this.#right[unknown] = sum;
    }
  }

  /** Eliminates the nuisances (Schur complement): what is left is in the expressions alone. */
  #removeNuisances(): void {
    for (let a = 0; a < NUISANCE_COUNT; a++) {
      const row = (COUNT + a) * TOTAL;
      for (let b = 0; b < NUISANCE_COUNT; b++) {
        this.#nuisances[a * NUISANCE_COUNT + b] =
          (this.#normal[row + COUNT + b] ?? 0) + (a === b ? NUISANCE_RIDGE : 0);
      }
      for (let i = 0; i < COUNT; i++) {
        this.#coupling[i * NUISANCE_COUNT + a] = this.#normal[row + i] ?? 0;
      }
      this.#coupling[COUNT * NUISANCE_COUNT + a] = this.#right[COUNT + a] ?? 0;
    }
    factorCholesky(this.#nuisances, NUISANCE_COUNT);
    for (let i = 0; i <= COUNT; i++) {
      solveCholesky(this.#nuisances, NUISANCE_COUNT, this.#coupling, i * NUISANCE_COUNT);
    }
    for (let i = 0; i < COUNT; i++) {
      this.#reducedRight[i] = (this.#right[i] ?? 0) - this.#explained(i, COUNT);
      for (let j = 0; j <= i; j++) {
        const value = (this.#normal[i * TOTAL + j] ?? 0) - this.#explained(i, j);
        this.#reduced[i * COUNT + j] = value;
        this.#reduced[j * COUNT + i] = value;
      }
    }
  }

  #explained(i: number, j: number): number {
    let sum = 0;
    for (let a = 0; a < NUISANCE_COUNT; a++) {
      sum += (this.#normal[i * TOTAL + COUNT + a] ?? 0) * (this.#coupling[j * NUISANCE_COUNT + a] ?? 0);
    }
    return sum;
  }

  #regularise(doubt: number): void {
    for (let i = 0; i < COUNT; i++) {
      const mirror = MIRRORED[i] ?? i;
      const isSided = mirror !== i;
      const diagonal = i * COUNT + i;
      this.#reduced[diagonal] =
        (this.#reduced[diagonal] ?? 0) + RIDGE * doubt + INERTIA + (isSided ? SYMMETRY : 0);
      this.#reducedRight[i] = (this.#reducedRight[i] ?? 0) + INERTIA * (this.#weights[i] ?? 0);
      if (isSided) {
        this.#reduced[i * COUNT + mirror] = (this.#reduced[i * COUNT + mirror] ?? 0) - SYMMETRY;
      }
    }
  }
}

function indicesOf(isWanted: (name: string) => boolean): readonly number[] {
  return EXPRESSION_NAMES.map((name, index) => (isWanted(name) ? index : EXPRESSION_COUNT)).filter(
    (index) => index < EXPRESSION_COUNT,
  );
}

function rowOf(displacements: Float32Array, index: number): Float32Array {
  return displacements.subarray(index * LANDMARK_NUMBERS, (index + 1) * LANDMARK_NUMBERS);
}
