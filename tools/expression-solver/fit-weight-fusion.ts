/**
 * Fits src/shared/core/tracking/solver/weight-fusion.json on takes of the demo performers, recorded with both bundles:
 * `npx tsx tools/expression-solver/fit-weight-fusion.ts TAKE.mcap…`
 */
import { writeFile } from 'node:fs/promises';
import { EXPRESSION_NAMES, MIRRORED_EXPRESSION } from '../../src/shared/core/face/expression-names.ts';
import type { LandmarkResponse } from '../../src/shared/core/tracking/solver/landmark-response.ts';
import { LandmarkMoments } from './landmark-moments.ts';
import { type PerformerTake, readPerformerTake } from './performer-frames.ts';
import { responseFromMoments } from './response-from-moments.ts';
import { type SolvedFrame, solvePerformance } from './solve-performance.ts';

const TARGET = new URL('../../src/shared/core/tracking/solver/weight-fusion.json', import.meta.url);

/** Frames of a source that always reads 0.3 that would have to be explained before a factor is believed. */
const DOUBT = 2;
/** Factors beyond this would make noise of what hardly moves. */
const LARGEST_FACTOR = 2;

interface Solved {
  readonly take: PerformerTake;
  readonly frames: readonly SolvedFrame[];
}

const takes = await solveAsStrangers(process.argv.slice(2));
const fusion = {
  withScores: fitBundle(
    takes.filter(({ take }) => take.hasScores),
    true,
  ),
  withoutScores: fitBundle(takes, false),
};
await writeFile(TARGET, `${JSON.stringify(fusion, undefined, 2)}\n`);

/** Every performer solved with what was learnt on the others, as one is whom nothing was learnt on. */
async function solveAsStrangers(paths: readonly string[]): Promise<Solved[]> {
  const takes: PerformerTake[] = [];
  const known = new Map<string, LandmarkMoments>();
  for (const path of paths) {
    const take = await readPerformerTake(path);
    const moments = known.get(take.look.name) ?? new LandmarkMoments();
    moments.addTake(take, solvePerformance(take));
    known.set(take.look.name, moments);
    takes.push(take);
  }
  const responses = new Map<string, LandmarkResponse>();
  for (const name of known.keys()) {
    const others = new LandmarkMoments();
    for (const [other, moments] of known) {
      if (other !== name) {
        others.addMoments(moments);
      }
    }
    responses.set(name, responseFromMoments(others));
  }
  return takes.map((take) => ({ take, frames: solvePerformance(take, responses.get(take.look.name)) }));
}

function fitBundle(solved: readonly Solved[], hasScores: boolean) {
  const factors = EXPRESSION_NAMES.map((_, index) => fitExpression(solved, index, hasScores));
  return { solved: factors.map(([own]) => own), scores: factors.map(([, score]) => score) };
}

/** Least squares for the two factors of an expression and its mirror image, neither negative. */
function fitExpression(solved: readonly Solved[], index: number, hasScores: boolean): [number, number] {
  let ownOwn = DOUBT;
  let ownScore = 0;
  let scoreScore = DOUBT;
  let ownTruth = 0;
  let scoreTruth = 0;
  let truthTruth = 0;
  for (const { take, frames } of solved) {
    for (const [i, frame] of frames.entries()) {
      for (const side of new Set([index, MIRRORED_EXPRESSION[index] ?? index])) {
        const truth = take.truth[i]?.[side] ?? 0;
        const own = frame.solved[side] ?? 0;
        const score = hasScores ? (frame.scores[side] ?? 0) : 0;
        ownOwn += own * own;
        ownScore += own * score;
        scoreScore += score * score;
        ownTruth += own * truth;
        scoreTruth += score * truth;
        truthTruth += truth * truth;
      }
    }
  }
  if (truthTruth === 0) {
    return [1, 0];
  }
  const determinant = ownOwn * scoreScore - ownScore * ownScore;
  let own = (ownTruth * scoreScore - scoreTruth * ownScore) / determinant;
  let score = (scoreTruth * ownOwn - ownTruth * ownScore) / determinant;
  if (own < 0) {
    own = 0;
    score = Math.max(0, scoreTruth / scoreScore);
  } else if (score < 0) {
    score = 0;
    own = Math.max(0, ownTruth / ownOwn);
  }
  // Least squares shrinks what is noisy; half of that (in the exponent) is given back, for peaks to be peaks.
  const power = own * own * ownOwn + 2 * own * score * ownScore + score * score * scoreScore;
  const scale = power > 0 ? Math.sqrt(Math.sqrt(truthTruth / power)) : 1;
  return [rounded(own * scale), rounded(score * scale)];
}

function rounded(factor: number): number {
  return Math.round(Math.min(factor, LARGEST_FACTOR) * 1000) / 1000;
}
