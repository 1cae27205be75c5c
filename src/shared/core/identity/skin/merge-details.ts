import { fillUnknown } from './fill-unknown.ts';
import type { MergedCells } from './merge-cells.ts';
import { CELL, type SkinLayout } from './skin-layout.ts';
import type { UnwrappedView } from './unwrap-view.ts';

/** How decidedly the view that shows a place best gives its detail. */
const CHOICE = 3;
/** How decidedly a sharper picture goes before others. */
const SHARPNESS = 2;
/** Added to both before a texel is related to its surroundings, linear: noise in the dark is no detail. */
const DARK = 0.004;
/** Sum of weights from which a texel counts as seen. */
const WELL_SEEN = 0.4;

/** Linear colour without light of every texel that was seen. */
export interface MergedTexels {
  /** Float32Array [size × size × 3]; 0 where unseen. */
  readonly colors: Float32Array;
  /** How well each was seen, 0..1, Float32Array [size × size]. */
  readonly confidence: Float32Array;
}

/**
 * Adds to the merged cells what is finer than they are: each texel's proportion to its surroundings in the same picture,
 * which no light changes, mostly from the picture that shows it best (multi-band blending in two bands; Burt and Adelson
 * 1983).
 */
export function mergeDetails(
  views: readonly UnwrappedView[],
  { colors, known, agreement }: MergedCells,
  layout: SkinLayout,
  linearLevels: Float32Array,
): MergedTexels {
  const { table, size, cells } = layout;
  const entries = table.texels.length;
  const details = new Float32Array(entries * 3);
  const totals = new Float32Array(entries);
  const seen = new Float32Array(entries);
  const sharpest = Math.max(...views.map(({ sharpness }) => sharpness), 1e-9);
  const mix = new CellMix(cells);
  views.forEach((view, v) => {
    const surroundings = view.colors.slice();
    fillUnknown(surroundings, view.weights.map(Math.sign), cells);
    const share = agreement[v] ?? new Float32Array(0);
    const rank = (view.sharpness / sharpest) ** SHARPNESS;
    for (let entry = 0; entry < entries; entry += 1) {
      const own = (view.samples[entry * 4 + 3] ?? 0) / 255;
      if (own === 0) {
        continue;
      }
      mix.place(table.texels[entry] ?? 0, size);
      const weight = own * mix.read(share, 1, 0);
      const choice = rank * weight ** CHOICE;
      seen[entry] = (seen[entry] ?? 0) + weight;
      totals[entry] = (totals[entry] ?? 0) + choice;
      for (let channel = 0; channel < 3; channel += 1) {
        const level = linearLevels[view.samples[entry * 4 + channel] ?? 0] ?? 0;
        const detail = (level + DARK) / (mix.read(surroundings, 3, channel) + DARK);
        details[entry * 3 + channel] = (details[entry * 3 + channel] ?? 0) + choice * detail;
      }
    }
  });

  const merged = { colors: new Float32Array(size * size * 3), confidence: new Float32Array(size * size) };
  const base = colors.slice();
  fillUnknown(base, known, cells);
  for (let entry = 0; entry < entries; entry += 1) {
    const total = totals[entry] ?? 0;
    if (total === 0) {
      continue;
    }
    const texel = table.texels[entry] ?? 0;
    mix.place(texel, size);
    merged.confidence[texel] = Math.min((seen[entry] ?? 0) / WELL_SEEN, 1);
    for (let channel = 0; channel < 3; channel += 1) {
      const detail = (details[entry * 3 + channel] ?? 0) / total;
      const color = (mix.read(base, 3, channel) + DARK) * detail - DARK;
      merged.colors[texel * 3 + channel] = Math.max(color, 0);
    }
  }
  return merged;
}

/** Reads maps of cells between the cells' middles. */
export class CellMix {
  readonly #cells: number;
  #upperLeft = 0;
  #right = 0;
  #down = 0;
  #x = 0;
  #y = 0;

  constructor(cells: number) {
    this.#cells = cells;
  }

  /** Goes to the middle of a texel of an atlas of `size` texels along an edge. */
  place(texel: number, size: number): void {
    const last = this.#cells - 1;
    const x = Math.min(Math.max(((texel % size) + 0.5) / CELL - 0.5, 0), last);
    const y = Math.min(Math.max((Math.floor(texel / size) + 0.5) / CELL - 0.5, 0), last);
    const column = Math.floor(x);
    const row = Math.floor(y);
    this.#upperLeft = row * this.#cells + column;
    this.#right = column < last ? 1 : 0;
    this.#down = row < last ? this.#cells : 0;
    this.#x = x - column;
    this.#y = y - row;
  }

  /** A channel of a map of `channels` numbers per cell. */
  read(map: Float32Array, channels: number, channel: number): number {
    const at = this.#upperLeft * channels + channel;
    const right = this.#right * channels;
    const down = this.#down * channels;
    const upper = (map[at] ?? 0) * (1 - this.#x) + (map[at + right] ?? 0) * this.#x;
    const lower = (map[at + down] ?? 0) * (1 - this.#x) + (map[at + down + right] ?? 0) * this.#x;
    return upper * (1 - this.#y) + lower * this.#y;
  }
}
