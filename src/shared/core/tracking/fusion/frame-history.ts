import { EXPRESSION_COUNT } from '../../face/expression-names.ts';

/** Frames remembered: two seconds at 30 a second, longer than any network that is worth waiting for takes. */
const LENGTH = 64;

/** What was tracked in the last frames, for results that come later: 52 weights and the head's rotation of each. */
export class FrameHistory {
  readonly #indices = new Int32Array(LENGTH).fill(-1);
  readonly #times = new Float64Array(LENGTH);
  readonly #expressions: readonly Float32Array[] = rows(EXPRESSION_COUNT);
  readonly #rotations: readonly Float32Array[] = rows(4);
  #next = 0;

  /** Forgets everything. */
  reset(): void {
    this.#indices.fill(-1);
  }

  /** Remembers a frame in place of the oldest one. `index` counts the source's frames. */
  record(index: number, time: number, expression: Float32Array, headRotation: Float32Array): void {
    const place = this.#next;
    this.#next = (place + 1) % LENGTH;
    this.#indices[place] = index;
    this.#times[place] = time;
    this.#expressions[place]?.set(expression);
    this.#rotations[place]?.set(headRotation);
  }

  /** Where the frame of that index is remembered, −1 when it is not. */
  find(index: number): number {
    return this.#indices.indexOf(index);
  }

  /** Milliseconds. */
  time(place: number): number {
    return this.#times[place] ?? Number.NaN;
  }

  expression(place: number): Float32Array | undefined {
    return this.#expressions[place];
  }

  headRotation(place: number): Float32Array | undefined {
    return this.#rotations[place];
  }
}

function rows(width: number): readonly Float32Array[] {
  return Array.from({ length: LENGTH }, () => new Float32Array(width));
}
