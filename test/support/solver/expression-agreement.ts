import { EXPRESSION_NAMES } from '../../../src/shared/core/face/expression-names.ts';
import type { FrameTruth } from './truth-clip.ts';

/** A shape's truth is worth looking at from here on. */
const SEEN = 0.05;
/** A standard deviation below this is a constant's. */
const CONSTANT = 1e-4;

/** How well one expression follows its truth. */
export interface ShapeAgreement {
  readonly name: string;
  /** Correlation over all frames; 0 for a constant. */
  readonly all: number;
  /** Correlation within the segments in which it acts. */
  readonly own: number;
  /** Mean absolute error there. */
  readonly error: number;
  /** Mean weight while the truth is at rest. */
  readonly atRest: number;
}

/** Means over the expressions that the truth shows. */
export interface Agreement {
  readonly shapes: readonly ShapeAgreement[];
  readonly all: number;
  readonly own: number;
  readonly error: number;
  readonly atRest: number;
  readonly constants: readonly string[];
}

/** Compares weights (one Float32Array [52] a frame) with the truth. */
export function agreement(weights: readonly Float32Array[], truth: readonly FrameTruth[]): Agreement {
  const shapes = EXPRESSION_NAMES.flatMap((name, index) => {
    const known = truth.map((frame) => frame.weights[index] ?? 0);
    return Math.max(...known) < SEEN
      ? []
      : [
          shapeAgreement(
            name,
            weights.map((w) => w[index] ?? 0),
            known,
            truth,
          ),
        ];
  });
  const mean = (value: (shape: ShapeAgreement) => number): number => average(shapes.map(value));
  return {
    shapes,
    all: mean(({ all }) => all),
    own: mean(({ own }) => own),
    error: mean(({ error }) => error),
    atRest: mean(({ atRest }) => atRest),
    constants: shapes.filter(({ own, all }) => all === 0 && own === 0).map(({ name }) => name),
  };
}

function shapeAgreement(
  name: string,
  weights: readonly number[],
  known: readonly number[],
  truth: readonly FrameTruth[],
): ShapeAgreement {
  const acting = new Set(truth.filter((_, i) => (known[i] ?? 0) > 0).map(({ segment }) => segment));
  const isOwn = truth.map(({ segment }) => acting.has(segment));
  const ownWeights = weights.filter((_, i) => isOwn[i]);
  const ownKnown = known.filter((_, i) => isOwn[i]);
  return {
    name,
    all: correlation(weights, known),
    own: correlation(ownWeights, ownKnown),
    error: average(ownWeights.map((weight, i) => Math.abs(weight - (ownKnown[i] ?? 0)))),
    atRest: average(weights.filter((_, i) => known[i] === 0)),
  };
}

/** Pearson's; 0 when either does not move. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const meanA = average(a);
  const meanB = average(b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (const [i, value] of a.entries()) {
    ab += (value - meanA) * ((b[i] ?? 0) - meanB);
    aa += (value - meanA) ** 2;
    bb += ((b[i] ?? 0) - meanB) ** 2;
  }
  const deviation = Math.sqrt(Math.min(aa, bb) / Math.max(1, a.length));
  return deviation < CONSTANT ? 0 : ab / Math.sqrt(aa * bb);
}

export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
