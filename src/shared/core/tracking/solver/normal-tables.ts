import { LANDMARK_NUMBERS } from './landmark-basis.ts';
import { movedLandmarks } from './moved-landmarks.ts';

/** Rows and columns of a symmetric 3 × 3 matrix's six different elements. */
const AXIS_PAIRS = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** Where a metric (Float64Array [9]) has them. */
const METRIC_ELEMENTS = AXIS_PAIRS.map(([a, b]) => a * 3 + b);

/** The two halves of the face: the subject's left and right. */
const HALVES = 2;

/**
 * The normal equations Fᵀ·W·M·F of fields over the landmarks, for any metric M of space (the same for all landmarks)
 * and any weight of either half of the face: sums of twelve tables made once.
 */
export class NormalTables {
  readonly count: number;
  readonly #tables: readonly Float64Array[];
  readonly #factors = new Float64Array(AXIS_PAIRS.length * HALVES);

  /**
   * @param fields Float64Array [count × 478 × 3].
   * @param weights Float64Array [478].
   * @param leftShare Float64Array [478]: 1 for landmarks of the left half, 0 of the right, 0.5 in the middle.
   */
  constructor(fields: Float64Array, weights: Float64Array, leftShare: Float64Array) {
    this.count = fields.length / LANDMARK_NUMBERS;
    const moved = movedLandmarks(fields);
    this.#tables = [0, 1].flatMap((half) => {
      const shares = weights.map((weight, landmark) => {
        const left = leftShare[landmark] ?? 0;
        return weight * (half === 0 ? left : 1 - left);
      });
      return AXIS_PAIRS.map(([a, b]) => tabulate(fields, moved, shares, a, b));
    });
  }

  /**
   * @param metric Float64Array [9], symmetric.
   * @param target Float64Array [count × count], overwritten.
   */
  sum(metric: Float64Array, leftWeight: number, rightWeight: number, target: Float64Array): void {
    for (let pair = 0; pair < AXIS_PAIRS.length; pair++) {
      const element = metric[METRIC_ELEMENTS[pair] ?? 0] ?? 0;
      this.#factors[pair] = element * leftWeight;
      this.#factors[AXIS_PAIRS.length + pair] = element * rightWeight;
    }
    target.fill(0);
    for (let table = 0; table < this.#tables.length; table++) {
      const factor = this.#factors[table] ?? 0;
      const values = this.#tables[table];
      for (let i = 0; values !== undefined && i < target.length; i++) {
        target[i] = (target[i] ?? 0) + factor * (values[i] ?? 0);
      }
    }
  }
}

/** Σ over landmarks of share · field_i[a] · field_j[b], and of the mirrored pair of axes where they differ. */
function tabulate(
  fields: Float64Array,
  moved: readonly Uint16Array[],
  shares: Float64Array,
  a: number,
  b: number,
): Float64Array {
  const count = moved.length;
  const table = new Float64Array(count * count);
  for (const [i, landmarks] of moved.entries()) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (const landmark of landmarks) {
        const left = i * LANDMARK_NUMBERS + landmark * 3;
        const right = j * LANDMARK_NUMBERS + landmark * 3;
        const straight = (fields[left + a] ?? 0) * (fields[right + b] ?? 0);
        const crossed = a === b ? 0 : (fields[left + b] ?? 0) * (fields[right + a] ?? 0);
        sum += (shares[landmark] ?? 0) * (straight + crossed);
      }
      table[i * count + j] = sum;
      table[j * count + i] = sum;
    }
  }
  return table;
}
