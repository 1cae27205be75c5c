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
 * @param likelihood of a linear colour at a cell, 0..1, before views are compared.
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
  const seen = views.map((): SeenColor => ({ color: new Float32Array(3), weight: 0, share: 0 }));
  const order = new Uint16Array(views.length);
  for (let cell = 0; cell < count; cell += 1) {
    let total = 0;
    seen.forEach((one, v) => {
      for (let channel = 0; channel < 3; channel += 1) {
        const at = cell * 3 + channel;
        one.color[channel] = (views[v]?.colors[at] ?? 0) / Math.max(shadings[v]?.[at] ?? 1, 1e-4);
      }
      const weight = views[v]?.weights[cell] ?? 0;
      one.weight = weight > 0 ? weight * likelihood(cell, one.color) : 0;
      total += one.weight;
    });
    if (total === 0) {
      continue;
    }
    agreeOn(seen, order, merged.colors.subarray(cell * 3, cell * 3 + 3));
    let known = 0;
    seen.forEach(({ weight, share }, v) => {
      known += share * weight;
      const agreement = merged.agreement[v];
      if (weight > 0 && agreement !== undefined) {
        agreement[cell] = (share * weight) / (views[v]?.weights[cell] ?? 1);
      }
    });
    merged.known[cell] = Math.min(known / WELL_SEEN, 1);
  }
  return merged;
}

/** What one view has of a cell: its colour without light, its weight, and how far it agrees with the others. */
interface SeenColor {
  readonly color: Float32Array;
  weight: number;
  share: number;
}

/** Finds the colour that most agree on, and how far each does. @param middle Float32Array [3], overwritten. */
function agreeOn(seen: readonly SeenColor[], order: Uint16Array, middle: Float32Array): void {
  for (let channel = 0; channel < 3; channel += 1) {
    middle[channel] = weightedMedian(seen, channel, order);
  }
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const one of seen) {
      one.share = agree(one.color, middle);
    }
    setMean(seen, middle);
  }
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

function setMean(seen: readonly SeenColor[], target: Float32Array): void {
  for (let channel = 0; channel < 3; channel += 1) {
    let sum = 0;
    let total = 0;
    for (const { color, weight, share } of seen) {
      sum += weight * share * (color[channel] ?? 0);
      total += weight * share;
    }
    if (total > 0) {
      target[channel] = sum / total;
    }
  }
}

/** The value that half of the weight lies below. @param order room for an index of each colour. */
function weightedMedian(seen: readonly SeenColor[], channel: number, order: Uint16Array): number {
  const valueAt = (v: number) => seen[v]?.color[channel] ?? 0;
  let total = 0;
  let count = 0;
  seen.forEach(({ weight }, v) => {
    if (weight === 0) {
      return;
    }
    total += weight;
    let slot = count;
    for (; slot > 0 && valueAt(v) < valueAt(order[slot - 1] ?? 0); slot -= 1) {
      order[slot] = order[slot - 1] ?? 0;
    }
    order[slot] = v;
    count += 1;
  });
  let below = 0;
  for (let i = 0; i < count; i += 1) {
    below += seen[order[i] ?? 0]?.weight ?? 0;
    if (below >= total / 2) {
      return valueAt(order[i] ?? 0);
    }
  }
  return 0;
}
