import { EXPRESSION_NAMES } from '../../face/expression-names.ts';
import table from './wrinkle-activations.json' with { type: 'json' };

/** What folds the skin, in the order of a basis's maps after the first: per region and side, Furrow's choice. */
export const WRINKLE_ACTIVATION_NAMES: readonly string[] = table.activations.map(({ name }) => name);

/** 16. */
export const WRINKLE_ACTIVATION_COUNT = WRINKLE_ACTIVATION_NAMES.length;

const NAMES: readonly string[] = EXPRESSION_NAMES;

/** For each activation, the expressions that it grows with: their indices and weights in turn. */
const TERMS: readonly Float64Array[] = table.activations.map(({ terms }) =>
  Float64Array.from(Object.entries(terms).flatMap(([name, weight]) => [NAMES.indexOf(name), weight])),
);

const NO_TERMS = new Float64Array(0);

/**
 * Writes how far each fold-maker is at work, 0..1. Expressions add up to at most 1, and what comes first folds the skin
 * most: a = x + saturation · x · (1 − x). What is not a number counts as 0.
 * @param expression Float32Array [52], 0..1.
 * @param target Float32Array [16].
 */
export function evaluateWrinkleActivations(expression: Float32Array, target: Float32Array): void {
  for (let index = 0; index < TERMS.length; index++) {
    const terms = TERMS[index] ?? NO_TERMS;
    let sum = 0;
    for (let i = 0; i < terms.length; i += 2) {
      sum += (terms[i + 1] ?? 0) * (expression[terms[i] ?? 0] ?? 0);
    }
    const x = Math.min(Math.max(sum || 0, 0), 1);
    target[index] = x + table.saturation * x * (1 - x);
  }
}
