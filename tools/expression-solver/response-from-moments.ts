import { EXPRESSION_COUNT, expressionIndex } from '../../src/shared/core/face/expression-names.ts';
import { factorCholesky, solveCholesky } from '../../src/shared/core/tracking/solver/cholesky.ts';
import { openLandmarkBasis } from '../../src/shared/core/tracking/solver/landmark-basis.ts';
import type { LandmarkResponse } from '../../src/shared/core/tracking/solver/landmark-response.ts';
import { NUISANCE_COUNT, nuisanceFields } from '../../src/shared/core/tracking/solver/nuisance-fields.ts';
import { DISPLACEMENT_NUMBERS } from '../../src/shared/core/tracking/solver/seen-displacement.ts';
import { addScaled, type LandmarkMoments } from './landmark-moments.ts';

/** Frames at full weight that would have to be seen before an expression's response is believed. */
const FEWEST_FRAMES = 2;
/** Variance of one landmark's place from frame to frame, square centimetres: 0.14 mm. */
const JITTER = 2e-4;
/** Standard deviation of a pose or a size taken wrongly: a centimetre, 0.1 radians, a tenth. */
const NUISANCE = 1;
/**
 * How people differ from the demo performers, who all move alike: by half of what an expression moves there, in any
 * direction, alike for landmarks that lie within 2 cm; expressions are acted at a root mean square weight of 0.3.
 */
const DIFFERENCE = 0.5;
const DIFFERENCE_REACH = 2;
const MEAN_SQUARE_WEIGHT = 0.1;
/** Centimetres over which an expression's motion is averaged to tell how far it moves about there. */
const MOTION_REACH = 1;

const { neutral } = openLandmarkBasis();
const LANDMARKS = DISPLACEMENT_NUMBERS / 2;
const TONGUE = expressionIndex('tongueOut');

/** Generalised least squares' tables from performers' frames. */
export function responseFromMoments(moments: LandmarkMoments): LandmarkResponse {
  const responses = responsesOf(moments);
  const covariance = residualsOf(moments, responses);
  addNuisances(covariance);
  addDifferences(covariance, responses);
  factorCholesky(covariance, DISPLACEMENT_NUMBERS);
  const operator = responses.slice();
  // What moves with it are the lips, and they do so without.
  rowOf(operator, TONGUE).fill(0);
  for (let i = 0; i < EXPRESSION_COUNT; i++) {
    solveCholesky(covariance, DISPLACEMENT_NUMBERS, operator, i * DISPLACEMENT_NUMBERS);
  }
  const normal = Float32Array.from({ length: EXPRESSION_COUNT ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / EXPRESSION_COUNT), at % EXPRESSION_COUNT];
    return j === TONGUE ? 0 : product(operator, i, responses, j);
  });
  return { operator: Float32Array.from(operator), normal };
}

/** What weight 1 of each expression does to the landmarks found, [52 × 956]: least squares over all frames. */
function responsesOf({ weights, mixed }: LandmarkMoments): Float64Array {
  const normal = weights.slice();
  for (let i = 0; i < EXPRESSION_COUNT; i++) {
    normal[i * EXPRESSION_COUNT + i] = (normal[i * EXPRESSION_COUNT + i] ?? 0) + FEWEST_FRAMES;
  }
  factorCholesky(normal, EXPRESSION_COUNT);
  const responses = mixed.slice();
  for (let column = 0; column < DISPLACEMENT_NUMBERS; column++) {
    solveCholesky(normal, EXPRESSION_COUNT, responses, column, DISPLACEMENT_NUMBERS);
  }
  return responses;
}

/** Covariance of d − Dᵀ·w over all frames, its lower triangle. */
function residualsOf(moments: LandmarkMoments, responses: Float64Array): Float64Array {
  const { count, weights, mixed, displacements } = moments;
  const covariance = displacements.slice();
  // Σ(d − Dᵀw)(d − Dᵀw)ᵀ = Σddᵀ − Dᵀ·M − (Dᵀ·M)ᵀ + Dᵀ·W·D = Σddᵀ − Dᵀ·A − Aᵀ·D with A = M − W·D / 2.
  const half = mixed.slice();
  for (let i = 0; i < EXPRESSION_COUNT; i++) {
    for (let j = 0; j < EXPRESSION_COUNT; j++) {
      const scale = -(weights[i * EXPRESSION_COUNT + j] ?? 0) / 2;
      addScaled(half, i * DISPLACEMENT_NUMBERS, scale, rowOf(responses, j), DISPLACEMENT_NUMBERS);
    }
  }
  for (let i = 0; i < EXPRESSION_COUNT; i++) {
    const response = rowOf(responses, i);
    const other = rowOf(half, i);
    for (let row = 0; row < DISPLACEMENT_NUMBERS; row++) {
      const start = row * DISPLACEMENT_NUMBERS;
      addScaled(covariance, start, -(response[row] ?? 0), other, row + 1);
      addScaled(covariance, start, -(other[row] ?? 0), response, row + 1);
    }
  }
  for (let row = 0; row < DISPLACEMENT_NUMBERS; row++) {
    for (let column = 0; column <= row; column++) {
      const at = row * DISPLACEMENT_NUMBERS + column;
      covariance[at] = (covariance[at] ?? 0) / count + (row === column ? JITTER : 0);
    }
  }
  return covariance;
}

/** Pose and size taken wrongly move all landmarks together. */
function addNuisances(covariance: Float64Array): void {
  const fields = nuisanceFields(openLandmarkBasis());
  for (let nuisance = 0; nuisance < NUISANCE_COUNT; nuisance++) {
    const start = nuisance * LANDMARKS * 3;
    const field = Float64Array.from(
      { length: DISPLACEMENT_NUMBERS },
      (_, at) => NUISANCE * (fields[start + (at >> 1) * 3 + (at & 1)] ?? 0),
    );
    for (let row = 0; row < DISPLACEMENT_NUMBERS; row++) {
      addScaled(covariance, row * DISPLACEMENT_NUMBERS, field[row] ?? 0, field, row + 1);
    }
  }
}

/** Other people's expressions, as a random field over the landmarks that is as large as the expression is there. */
function addDifferences(covariance: Float64Array, responses: Float64Array): void {
  const motions = Array.from({ length: EXPRESSION_COUNT }, (_, i) => motionOf(rowOf(responses, i)));
  const variance = DIFFERENCE ** 2 * MEAN_SQUARE_WEIGHT;
  for (let a = 0; a < LANDMARKS; a++) {
    for (let b = 0; b <= a; b++) {
      const both = motions.reduce((sum, motion) => sum + (motion[a] ?? 0) * (motion[b] ?? 0), 0);
      const value = variance * both * nearness(a, b, DIFFERENCE_REACH);
      for (const axis of [0, 1]) {
        const at = (a * 2 + axis) * DISPLACEMENT_NUMBERS + b * 2 + axis;
        covariance[at] = (covariance[at] ?? 0) + value;
      }
    }
  }
}

/** Root mean square of a response about each landmark, Float64Array [478]. */
function motionOf(response: Float64Array): Float64Array {
  return Float64Array.from({ length: LANDMARKS }, (_, landmark) => {
    let squares = 0;
    let total = 0;
    for (let other = 0; other < LANDMARKS; other++) {
      const share = nearness(landmark, other, MOTION_REACH);
      squares += (share * ((response[other * 2] ?? 0) ** 2 + (response[other * 2 + 1] ?? 0) ** 2)) / 2;
      total += share;
    }
    return Math.sqrt(squares / total);
  });
}

/** 1 for the same landmark, less the farther apart two are on the face. */
function nearness(a: number, b: number, reach: number): number {
  let squares = 0;
  for (let axis = 0; axis < 3; axis++) {
    squares += ((neutral[a * 3 + axis] ?? 0) - (neutral[b * 3 + axis] ?? 0)) ** 2;
  }
  return Math.exp(-squares / (2 * reach ** 2));
}

function rowOf(rows: Float64Array, index: number): Float64Array {
  return rows.subarray(index * DISPLACEMENT_NUMBERS, (index + 1) * DISPLACEMENT_NUMBERS);
}

function product(a: Float64Array, rowA: number, b: Float64Array, rowB: number): number {
  const other = rowOf(b, rowB);
  return rowOf(a, rowA).reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
