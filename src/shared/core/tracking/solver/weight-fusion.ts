import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import { clamp } from '../interpolation.ts';
import data from './weight-fusion.json' with { type: 'json' };

/** How far each source of an expression is to be believed: factors, 52 each, in `EXPRESSION_NAMES` order. */
interface Reliability {
  readonly solved: readonly number[];
  readonly scores: readonly number[];
}

const WITH_SCORES: Reliability = data.withScores;
const WITHOUT_SCORES: Reliability = data.withoutScores;

/**
 * Joins what the landmarks tell with the bundle's own scores, expression by expression: each is the sum of both, times
 * their factors. The factors are what explains the demo performers best (tools/expression-solver/fit-weight-fusion.ts).
 *
 * @param solved Float32Array [52]: the solver's weights without their rest.
 * @param scores Float32Array [52]: the bundle's without their rest; undefined where it has none.
 * @param target Float32Array [52], overwritten, 0..1.
 */
export function fuseWeights(
  solved: Float32Array,
  scores: Float32Array | undefined,
  target: Float32Array,
): void {
  const reliability = scores === undefined ? WITHOUT_SCORES : WITH_SCORES;
  for (let i = 0; i < EXPRESSION_COUNT; i++) {
    const own = (solved[i] ?? 0) * (reliability.solved[i] ?? 1);
    const score = scores === undefined ? 0 : (scores[i] ?? 0) * (reliability.scores[i] ?? 0);
    target[i] = clamp(own + score, 0, 1);
  }
}
