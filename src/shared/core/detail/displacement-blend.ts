import { PACKED_DISPLACEMENT_RANGE } from './packed-displacement.ts';

/** Expression coefficients and the jaw's rotation, by which the likeness of two faces is judged. */
export const BLEND_EXPRESSION_LENGTH = 53;
const JAW_START = 50;
/** A radian of jaw counts as so many standard deviations: an open mouth as much as a smile. */
const JAW_SCALE = 7;

/** Milliseconds over which a new relief is faded in however much the face has moved: shorter looks like a pop. */
const SHORTEST_FADE = 120;

/** After a pause the fade goes on where it was, milliseconds. */
const LONGEST_STEP = 50;

/** Squared distance of two expressions below which they count as one. */
const ALIKE = 1e-4;

const METRES_PER_STEP = PACKED_DISPLACEMENT_RANGE / 32_767;

/**
 * Shows relief between the newest two displacements that have come: how far the face has gone from the expression of the
 * one to that of the other says how much of each, so wrinkles move with the face and not with the network.
 */
export class DisplacementBlend {
  /** Metres along the normal, [size × size], first row at v = 1; undefined until the first displacement has come. */
  #shown: Float32Array | undefined;
  #from: Float32Array | undefined;
  #to: Float32Array | undefined;
  readonly #fromExpression = new Float32Array(BLEND_EXPRESSION_LENGTH);
  readonly #toExpression = new Float32Array(BLEND_EXPRESSION_LENGTH);
  #share = 1;
  #time = Number.NaN;

  /** Forgets everything, as when another pack is chosen. */
  reset(): void {
    this.#shown = undefined;
    this.#from = undefined;
    this.#to = undefined;
  }

  /**
   * Takes in the newest displacement.
   * @param expression that it was made with, Float32Array [53]: coefficients, then jaw in radians.
   * @param values Int16Array [size × size] as of packDisplacement.
   */
  receive(expression: Float32Array, values: Int16Array): void {
    if (this.#from?.length !== values.length || this.#to === undefined) {
      this.#from = unpacked(values, new Float32Array(values.length));
      this.#to = this.#from.slice();
      this.#shown = this.#from.slice();
      this.#fromExpression.set(expression);
      this.#toExpression.set(expression);
      this.#share = 1;
      return;
    }
    // What is shown now is where the next blend starts.
    mix(this.#from, this.#to, this.#share, this.#from);
    mix(this.#fromExpression, this.#toExpression, this.#share, this.#fromExpression);
    unpacked(values, this.#to);
    this.#toExpression.set(expression);
    this.#share = 0;
  }

  /**
   * The relief of a face.
   * @param expression of the frame's FLAME parameters, Float32Array [50].
   * @param pose likewise, Float32Array [6].
   * @param time of the frame, milliseconds.
   * @returns metres, overwritten by the next call; undefined when it is the same as last time, or there is none.
   */
  show(expression: Float32Array, pose: Float32Array, time: number): Float32Array | undefined {
    const from = this.#from;
    const to = this.#to;
    const shown = this.#shown;
    if (from === undefined || to === undefined || shown === undefined) {
      return undefined;
    }
    const elapsed = time - this.#time;
    this.#time = time;
    const largestStep = elapsed > 0 ? Math.min(elapsed, LONGEST_STEP) / SHORTEST_FADE : 0;
    const difference = this.#shareOf(expression, pose) - this.#share;
    if (difference === 0) {
      return undefined;
    }
    this.#share += Math.min(Math.max(difference, -largestStep), largestStep);
    mix(from, to, this.#share, shown);
    return shown;
  }

  /** How far a face has gone from the one expression to the other, 0..1: its place along the line between them. */
  #shareOf(expression: Float32Array, pose: Float32Array): number {
    let along = 0;
    let squaredLength = 0;
    for (let i = 0; i < BLEND_EXPRESSION_LENGTH; i++) {
      const scale = i < JAW_START ? 1 : JAW_SCALE;
      const value = i < JAW_START ? expression[i] : pose[i - JAW_START + 3];
      const start = this.#fromExpression[i] ?? 0;
      const way = scale * ((this.#toExpression[i] ?? 0) - start);
      along += way * scale * ((value ?? 0) - start);
      squaredLength += way * way;
    }
    return squaredLength > ALIKE ? Math.min(Math.max(along / squaredLength, 0), 1) : 1;
  }
}

function unpacked(values: Int16Array, target: Float32Array): Float32Array {
  for (let i = 0; i < target.length; i++) {
    target[i] = (values[i] ?? 0) * METRES_PER_STEP;
  }
  return target;
}

function mix(from: Float32Array, to: Float32Array, share: number, target: Float32Array): void {
  for (let i = 0; i < target.length; i++) {
    const start = from[i] ?? 0;
    target[i] = start + share * ((to[i] ?? 0) - start);
  }
}
