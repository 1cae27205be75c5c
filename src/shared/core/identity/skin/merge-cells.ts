import type { SkinLayout } from './skin-layout.ts';
import type { UnwrappedView } from './unwrap-view.ts';

/** Refinements of a cell's colour by what agrees with it. */
const PASSES = 3;
/** Relative difference at which a view counts a quarter (Geman–McClure). */
const OUTLIER = 0.15;
/** How much sooner what is too bright falls out: highlights add to the skin, and nothing takes from it as often. */
const GLOSS = 1.5;
/** Added to a colour before differences are related to it, linear: noise in the dark is no difference. */
const DARK = 0.02;
/** Sum of weights from which a cell counts as known. */
const WELL_SEEN = 0.3;

/** What all pictures together say of the cells. */
export interface MergedCells {
  /** Linear colour without light, Float32Array [cells² × 3]; 0 where unknown. */
  readonly colors: Float32Array;
  /** How well each is known, 0..1, Float32Array [cells²]. */
  readonly known: Float32Array;
  /** How far each view agrees, 0..1, one Float32Array [cells²] per view. */
  readonly agreement: readonly Float32Array[];
}

/**
 * Merges the views cell by cell: a weighted mean of what agrees with the weighted median, so that highlights, hair and
 * hands, which every view has elsewhere, fall out.
 *
 * @param shadings factors of each view's light, one Float32Array [cells² × 3] per view.
 * @param isLikely how likely a linear colour is at a cell, 0..1, before views are compared.
 */
export function mergeCells(
  views: readonly UnwrappedView[],
  shadings: readonly Float32Array[],
  { cells }: Pick<SkinLayout, 'cells'>,
  likelihood: (cell: number, color: Float32Array) => number,
): MergedCells {
  const count = cells * cells;
  const merged = {
    colors: new Float32Array(count * 3),
    known: new Float32Array(count),
    agreement: views.map(() => new Float32Array(count)),
  };
  const colors = views.map(() => new Float32Array(3));
  const weights = new Float64Array(views.length);
  const shares = new Float64Array(views.length);
  for (let cell = 0; cell < count; cell += 1) {
    let total = 0;
    views.forEach((view, v) => {
      const color = colors[v] ?? new Float32Array(3);
      for (let channel = 0; channel < 3; channel += 1) {
        const at = cell * 3 + channel;
        color[channel] = (view.colors[at] ?? 0) / Math.max(shadings[v]?.[at] ?? 1, 1e-4);
      }
      const seen = view.weights[cell] ?? 0;
      weights[v] = seen > 0 ? seen * likelihood(cell, color) : 0;
      total += weights[v] ?? 0;
    });
    if (total === 0) {
      continue;
    }
    const middle = merged.colors.subarray(cell * 3, cell * 3 + 3);
    for (let channel = 0; channel < 3; channel += 1) {
      middle[channel] = weightedMedian(colors, weights, channel);
    }
    for (let pass = 0; pass < PASSES; pass += 1) {
      colors.forEach((color, v) => {
        shares[v] = agree(color, middle);
      });
      meanOf(colors, weights, shares, middle);
    }
    let known = 0;
    merged.agreement.forEach((agreement, v) => {
      const isSeen = (views[v]?.weights[cell] ?? 0) > 0;
      agreement[cell] = isSeen ? ((shares[v] ?? 0) * (weights[v] ?? 0)) / (views[v]?.weights[cell] ?? 1) : 0;
      known += (shares[v] ?? 0) * (weights[v] ?? 0);
    });
    merged.known[cell] = Math.min(known / WELL_SEEN, 1);
  }
  return merged;
}

/** How far a colour agrees with the middle one, 0..1. */
function agree(color: Float32Array, middle: Float32Array): number {
  let squares = 0;
  let above = 0;
  for (let channel = 0; channel < 3; channel += 1) {
    const difference = ((color[channel] ?? 0) - (middle[channel] ?? 0)) / ((middle[channel] ?? 0) + DARK);
    squares += difference * difference;
    above += difference;
  }
  const scale = above > 0 ? GLOSS / OUTLIER : 1 / OUTLIER;
  return 1 / (1 + (squares / 3) * scale * scale) ** 2;
}

function meanOf(
  colors: readonly Float32Array[],
  weights: Float64Array,
  shares: Float64Array,
  target: Float32Array,
): void {
  for (let channel = 0; channel < 3; channel += 1) {
    let sum = 0;
    let total = 0;
    colors.forEach((color, v) => {
      const weight = (weights[v] ?? 0) * (shares[v] ?? 0);
      sum += weight * (color[channel] ?? 0);
      total += weight;
    });
    if (total > 0) {
      target[channel] = sum / total;
    }
  }
}

/** The value that half of the weight lies below. */
function weightedMedian(colors: readonly Float32Array[], weights: Float64Array, channel: number): number {
  const order = [...weights.keys()]
    .filter((v) => (weights[v] ?? 0) > 0)
    .sort((a, b) => (colors[a]?.[channel] ?? 0) - (colors[b]?.[channel] ?? 0));
  const half = order.reduce((sum, v) => sum + (weights[v] ?? 0), 0) / 2;
  let below = 0;
  for (const v of order) {
    below += weights[v] ?? 0;
    if (below >= half) {
      return colors[v]?.[channel] ?? 0;
    }
  }
  return 0;
}
