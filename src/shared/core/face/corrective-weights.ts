/**
 * Correctives: components of an expression basis that act when others meet. Their name is the product that is their
 * weight: factors joined by `*`, each an expression, or with `~` before it what it lacks to 1. So
 * `eyeBlinkLeft*~eyeBlinkLeft` is strongest half way through a blink, and `eyeBlinkLeft*eyeLookDownLeft` acts when an
 * eye that looks down blinks.
 */
export interface Corrective {
  /** Its index in the basis. */
  readonly component: number;
  readonly factors: readonly CorrectiveFactor[];
}

interface CorrectiveFactor {
  /** Index of the expression in the basis. */
  readonly component: number;
  readonly isComplement: boolean;
}

/** The correctives among a model's expression names; a name whose factors are not all expressions is none. */
export function findCorrectives(expressionNames: readonly string[]): readonly Corrective[] {
  return expressionNames.flatMap((name, component) => {
    const parts = name.split('*');
    const factors = parts.map((part): CorrectiveFactor => {
      const isComplement = part.startsWith('~');
      return { component: expressionNames.indexOf(isComplement ? part.slice(1) : part), isComplement };
    });
    return parts.length > 1 && factors.every((factor) => factor.component >= 0)
      ? [{ component, factors }]
      : [];
  });
}

/** Sets the weights of the correctives from those of the expressions, in place. @param weights Float32Array [expressions]. */
export function fillCorrectiveWeights(correctives: readonly Corrective[], weights: Float32Array): void {
  for (const { component, factors } of correctives) {
    let product = 1;
    for (const factor of factors) {
      const weight = Math.min(Math.max(weights[factor.component] ?? 0, 0), 1);
      product *= factor.isComplement ? 1 - weight : weight;
    }
    weights[component] = product;
  }
}
