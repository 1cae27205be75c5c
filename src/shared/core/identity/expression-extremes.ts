import { EXPRESSION_COUNT } from '../face/expression-names.ts';
import type { ExpressionRange } from './identity.ts';

const STEPS = 50;

/** Share of the frames at either end that may be the tracker's fancy. */
const RARE = 0.01;

/** Collects how far each raw weight goes. */
export class ExpressionExtremes {
  /** Frames by weight, Uint32Array [52 × 51]. */
  readonly #counts = new Uint32Array(EXPRESSION_COUNT * (STEPS + 1));
  #frames = 0;

  /** @param weights Float32Array [52], 0..1. */
  add(weights: Float32Array): void {
    this.#frames += 1;
    for (let name = 0; name < EXPRESSION_COUNT; name += 1) {
      const at = name * (STEPS + 1) + Math.round((weights[name] ?? 0) * STEPS);
      this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    }
  }

  /** Takes over what another has collected. */
  merge(other: ExpressionExtremes): void {
    this.#frames += other.#frames;
    for (const [at, count] of other.#counts.entries()) {
      this.#counts[at] = (this.#counts[at] ?? 0) + count;
    }
  }

  /** The extremes of all but the rarest frames, to a fiftieth. */
  range(): ExpressionRange {
    const rare = Math.floor(this.#frames * RARE);
    const minimum = new Float32Array(EXPRESSION_COUNT);
    const maximum = new Float32Array(EXPRESSION_COUNT);
    for (let name = 0; name < EXPRESSION_COUNT && this.#frames > 0; name += 1) {
      const counts = this.#counts.subarray(name * (STEPS + 1), (name + 1) * (STEPS + 1));
      minimum[name] = firstBeyond(counts, rare) / STEPS;
      maximum[name] = 1 - firstBeyond(counts.toReversed(), rare) / STEPS;
    }
    return { minimum, maximum };
  }
}

/** The first step at which more than so many frames have been passed. */
function firstBeyond(counts: Uint32Array, frames: number): number {
  let passed = 0;
  return counts.findIndex((count) => {
    passed += count;
    return passed > frames;
  });
}
