import { evaluateWrinkleActivations, WRINKLE_ACTIVATION_COUNT } from '../detail/basis/wrinkle-activations.ts';

/** A face on which nothing folds the skin by more counts as at rest. */
const AT_REST = 0.2;

/** What is kept of each kind: more of one tells nothing new. With rest and 16 activations that makes 153. */
const KEPT_PER_KIND = 9;

interface Entry<Kept> {
  /** How plainly its kind shows, 0..1. */
  readonly level: number;
  readonly order: number;
  readonly kept: Kept;
}

/**
 * Keeps something of those frames of a clip, however long, that together show most of how a face folds: of each
 * activation the strongest, and the calmest of all. Deterministic.
 */
export class ExpressionSpread<Kept> {
  readonly #kinds: Entry<Kept>[][] = Array.from({ length: WRINKLE_ACTIVATION_COUNT + 1 }, () => []);
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  #order = 0;

  /** In the order they came. */
  get all(): readonly Kept[] {
    return this.#kinds
      .flat()
      .sort((a, b) => a.order - b.order)
      .map(({ kept }) => kept);
  }

  /**
   * Takes in a frame.
   * @param expression Float32Array [52], 0..1.
   * @param make what is kept of it; asked only when it will be, and undefined when there is nothing after all.
   */
  offer(expression: Float32Array, make: () => Kept | undefined): void {
    evaluateWrinkleActivations(expression, this.#activations);
    const strongest = Math.max(...this.#activations);
    const isAtRest = strongest < AT_REST;
    const kind = this.#kinds[isAtRest ? WRINKLE_ACTIVATION_COUNT : this.#activations.indexOf(strongest)];
    const level = isAtRest ? 1 - strongest : strongest;
    const isFull = kind?.length === KEPT_PER_KIND;
    if (kind === undefined || (isFull && level <= (kind.at(-1)?.level ?? 0))) {
      return;
    }
    const kept = make();
    if (kept === undefined) {
      return;
    }
    if (isFull) {
      kind.pop();
    }
    kind.push({ level, order: this.#order, kept });
    kind.sort((a, b) => b.level - a.level || a.order - b.order);
    this.#order += 1;
  }
}
