/**
 * Fits src/shared/core/tracking/solver/evidence-map.json on takes of the demo performers, recorded with both bundles:
 * `npx tsx tools/expression-solver/fit-evidence-map.ts TAKE.mcap…`, after weight-fusion.json has been fitted. Prints how
 * well performers are followed by a map fitted on the others.
 */
import { writeFile } from 'node:fs/promises';
import {
  EXPRESSION_NAMES,
  type ExpressionName,
  MIRRORED_EXPRESSION,
} from '../../src/shared/core/face/expression-names.ts';
import { IMAGE_EVIDENCE_NAMES, MIRRORED_EVIDENCE } from '../../src/shared/core/face/image-evidence.ts';
import type { PerformerLook } from '../../src/shared/core/performance/performer-look.ts';
import { factorCholesky, solveCholesky } from '../../src/shared/core/tracking/solver/cholesky.ts';
import type { LandmarkResponse } from '../../src/shared/core/tracking/solver/landmark-response.ts';
import { measuresFor } from './evidence-groups.ts';
import { LandmarkMoments } from './landmark-moments.ts';
import { readPerformerTake } from './performer-frames.ts';
import { responseFromMoments } from './response-from-moments.ts';
import { solvePerformance } from './solve-performance.ts';

const TARGET = new URL('../../src/shared/core/tracking/solver/evidence-map.json', import.meta.url);

/**
 * Penalty on each factor, as a share of what its measure varies by. Of 0.03, 0.1, 0.3, 1 and 3, performers left out
 * were followed best with the two smallest, which hardly differ.
 */
const PENALTY = 0.1;
/** The same for trust straying from 1. */
const TRUST_PENALTY = 0.002;

/** Factors that can move no weight by more than this are left out. */
const NEGLIGIBLE = 0.02;

/** One frame of a performance: weights without the picture, strays of its evidence, and the truth. */
interface JudgedFrame {
  readonly weights: Float32Array;
  readonly strays: Float32Array;
  readonly truth: Float32Array;
}

interface Performance {
  readonly hasScores: boolean;
  readonly frames: readonly JudgedFrame[];
}

interface Judgement {
  readonly trust: number;
  readonly factors: Readonly<Record<string, number>>;
}

const takes = await Promise.all(process.argv.slice(2).map(readPerformerTake));
const moments = takes.map((take) => {
  const own = new LandmarkMoments();
  own.addTake(take, solvePerformance(take));
  return own;
});
const responses = new Map(
  [...new Set(takes.map(({ look }) => look))].map((look) => [look, responseOfOthers(look)]),
);
const performances = takes.map(
  (take): Performance => ({
    hasScores: take.hasScores,
    frames: solvePerformance(take, responses.get(take.look)).map(({ fused, strays }, i) => ({
      weights: fused,
      strays,
      truth: take.truth[i] ?? new Float32Array(EXPRESSION_NAMES.length),
    })),
  }),
);
const map = { withScores: fitBundle(true), withoutScores: fitBundle(false) };
await writeFile(TARGET, `${JSON.stringify(map, undefined, 2)}\n`);

/** What landmarks answered to the other performers: what is known of a performer by heart, no picture could better. */
function responseOfOthers(left: PerformerLook): LandmarkResponse {
  const sum = new LandmarkMoments();
  for (const [i, take] of takes.entries()) {
    const own = moments[i];
    if (own !== undefined && take.look !== left) {
      sum.addMoments(own);
    }
  }
  return responseFromMoments(sum);
}

function fitBundle(hasScores: boolean): Readonly<Record<string, Judgement>> {
  const own = performances.filter((performance) => performance.hasScores === hasScores);
  console.log(hasScores ? 'with scores' : 'without scores');
  const rows = EXPRESSION_NAMES.flatMap((name, index) => {
    const isRight = (MIRRORED_EXPRESSION[index] ?? index) < index;
    if (isRight || measuresFor(name).length === 0) {
      return [];
    }
    report(own, name, index);
    return [[name, fitExpression(own, name, index)] as const];
  });
  return Object.fromEntries(rows);
}

/** Regularised least squares (ridge) for trust and factors, over a performance and its mirror image. */
function fitExpression(from: readonly Performance[], name: ExpressionName, index: number): Judgement {
  const measures = measuresFor(name);
  const size = measures.length + 1;
  const normal = new Float64Array(size * size);
  const right = new Float64Array(size);
  const row = new Float64Array(size);
  let count = 0;
  for (const frame of from.flatMap(({ frames }) => frames)) {
    for (const isMirrored of [false, true]) {
      readRow(frame, index, measures, isMirrored, row);
      const side = isMirrored ? (MIRRORED_EXPRESSION[index] ?? index) : index;
      // Trust is 1 unless something is gained by less.
      const missing = (frame.truth[side] ?? 0) - (row[0] ?? 0);
      for (let i = 0; i < size; i++) {
        right[i] = (right[i] ?? 0) + (row[i] ?? 0) * missing;
        for (let j = 0; j <= i; j++) {
          normal[i * size + j] = (normal[i * size + j] ?? 0) + (row[i] ?? 0) * (row[j] ?? 0);
        }
      }
      count += 1;
    }
  }
  normal[0] = (normal[0] ?? 0) + TRUST_PENALTY * count;
  for (let i = 1; i < size; i++) {
    normal[i * size + i] = (normal[i * size + i] ?? 0) * (1 + PENALTY) + 1e-9;
  }
  factorCholesky(normal, size);
  solveCholesky(normal, size, right);
  return {
    trust: rounded(1 + (right[0] ?? 0)),
    factors: Object.fromEntries(
      measures
        .map((measure, i) => [IMAGE_EVIDENCE_NAMES[measure] ?? '', rounded(right[i + 1] ?? 0)] as const)
        .filter(([, factor]) => Math.abs(factor) >= NEGLIGIBLE),
    ),
  };
}

function readRow(
  { weights, strays }: JudgedFrame,
  index: number,
  measures: readonly number[],
  isMirrored: boolean,
  row: Float64Array,
): void {
  row[0] = weights[isMirrored ? (MIRRORED_EXPRESSION[index] ?? index) : index] ?? 0;
  for (const [i, measure] of measures.entries()) {
    row[i + 1] = strays[isMirrored ? (MIRRORED_EVIDENCE[measure] ?? measure) : measure] ?? 0;
  }
}

/** Root mean square errors without and with the picture, each performer judged by a map of the others. */
function report(own: readonly Performance[], name: ExpressionName, index: number): void {
  let before = 0;
  let after = 0;
  let count = 0;
  for (const left of own) {
    const others = own.filter((performance) => performance !== left);
    const judgement = fitExpression(others, name, index);
    for (const frame of left.frames) {
      const truth = frame.truth[index] ?? 0;
      before += ((frame.weights[index] ?? 0) - truth) ** 2;
      after += (judged(frame, index, judgement) - truth) ** 2;
      count += 1;
    }
  }
  const [without, withPicture] = [before, after].map((sum) => Math.sqrt(sum / count).toFixed(3));
  console.log(`  ${name}: ${without} → ${withPicture}`);
}

function judged({ weights, strays }: JudgedFrame, index: number, { trust, factors }: Judgement): number {
  const correction = IMAGE_EVIDENCE_NAMES.reduce(
    (sum, name, measure) => sum + (factors[name] ?? 0) * (strays[measure] ?? 0),
    0,
  );
  return Math.min(Math.max(trust * (weights[index] ?? 0) + correction, 0), 1);
}

function rounded(factor: number): number {
  return Math.round(factor * 1000) / 1000;
}
