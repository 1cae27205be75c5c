import { clamp, smoothstep } from '../../tracking/interpolation.ts';
import type { StaticRelief } from '../identity.ts';
import { boxMeans } from './box-means.ts';
import { CellMix } from './merge-details.ts';
import { CELL, type SkinLayout } from './skin-layout.ts';
import type { UnwrappedView } from './unwrap-view.ts';

/** Width of a cell on the face at 1024², metres (CELL), and texels along that atlas's edge. */
const CELL_WIDTH = 0.003;
const REFERENCE_SIZE = 1024;

/** Pixels of a picture along a texel from which it begins to show fine relief and shows all of it. */
const COARSEST = 0.35;
const FINEST = 0.9;

/**
 * Texels at 1024² to either side of the means whose difference is the band: 1 to 4 mm from valley to valley, which is
 * finer than the maps of a wrinkle basis can hold.
 */
const FINE = 1;
const COARSE = 4;
/** Texels to either side over which is told how far views agree, and whether there are marks. */
const NEIGHBOURHOOD = 10;
/** Share of the wider box from which a place keeps away from what is unseen, and keeps away in full. */
const FIRST_WITHIN = 0.6;
const WITHIN = 0.98;

/** Linear brightness below which black is noise, and its levels between which it is blown out. */
const DARK = 0.01;
const BLOWN_OUT = [0.97, 0.9] as const;

/** Views that must show a place before anything can be told from noise, and from which it is. */
const FEWEST_VIEWS = 1.5;
const ENOUGH_VIEWS = 3;
/** Sum of weights from which a place counts as seen, and counts in full. */
const LEAST_WEIGHT = 0.15;
const FULL_WEIGHT = 0.6;

/** Contrast of brows, stubble and moles, logarithm of brightness: where it is like that half is believed. Ours. */
const MARK_CONTRAST = 0.05;

/** Metres by which skin lies deeper for being darker by a factor e, and no more than that, either way. Ours. */
const DEPTH = 0.0012;
const DEEPEST = 0.00015;

/** What of a view the relief is found in. */
export type ReliefView = Pick<UnwrappedView, 'samples' | 'resolution'>;
/** What of a layout the relief is laid on. */
export type FineLayout = Pick<SkinLayout, 'size' | 'cells' | 'face' | 'scalp' | 'nearOpening'> & {
  readonly table: Pick<SkinLayout['table'], 'texels'>;
};

/**
 * Finds pores and fine lines in pictures of a person: a plausible relief, no measured one. What is darker than the skin
 * around is taken to lie deeper by as much (dark is deep: Langer and Zucker 1994), which leaves no light's direction in
 * it once pictures with the head turned differently are averaged. Of the average remains what they agree in (Wiener's
 * rule, with the variance of the mean for the noise), so noise, compression and blur leave it flat; where there are marks
 * as dark as brows and moles, it is flat as well.
 *
 * @returns undefined when no place shows any.
 */
export function findFineRelief(
  views: readonly ReliefView[],
  layout: FineLayout,
  linearLevels: Float32Array,
): StaticRelief | undefined {
  const { size } = layout;
  const texel = (CELL_WIDTH / CELL) * (REFERENCE_SIZE / size);
  const average = new ContrastAverage(size);
  const bareness = bareSkin(layout);
  for (const view of views) {
    const rank = smoothstep(COARSEST, FINEST, view.resolution * texel);
    if (rank > 0) {
      average.add(viewContrast(view, layout, bareness, linearLevels), rank);
    }
  }
  const displacement = average.finish();
  for (const [entry, texel] of layout.table.texels.entries()) {
    const depth = DEPTH * (bareness[entry] ?? 0) * (displacement[texel] ?? 0);
    displacement[texel] = DEEPEST * Math.tanh(depth / DEEPEST);
  }
  return displacement.some((depth) => depth !== 0) ? { size, displacement } : undefined;
}

/** Contrast of each texel with its surroundings in one view, and how well it is seen: Float32Array [size × size]. */
interface ViewContrast {
  readonly contrast: Float32Array;
  readonly weights: Float32Array;
}

/** How far each skin texel is bare skin of the face, no lashes or edges of lips, 0..1, Float32Array [skin texels]. */
function bareSkin({ table, size, cells, face, scalp, nearOpening }: FineLayout): Float32Array {
  const mix = new CellMix(cells);
  return Float32Array.from(table.texels, (texel) => {
    mix.place(texel, size);
    return mix.read(face, 1, 0) * (1 - mix.read(scalp, 1, 0)) * (1 - mix.read(nearOpening, 1, 0));
  });
}

function viewContrast(
  { samples }: ReliefView,
  { table, size }: FineLayout,
  bareness: Float32Array,
  linearLevels: Float32Array,
): ViewContrast {
  const weights = new Float32Array(size * size);
  const logs = new Float32Array(size * size);
  const [none, all] = BLOWN_OUT;
  for (const [entry, texel] of table.texels.entries()) {
    const seen = (samples[entry * 4 + 3] ?? 0) / 255;
    if (seen === 0 || bareness[entry] === 0) {
      continue;
    }
    // BT.709.
    const brightness =
      0.2126 * (linearLevels[samples[entry * 4] ?? 0] ?? 0) +
      0.7152 * (linearLevels[samples[entry * 4 + 1] ?? 0] ?? 0) +
      0.0722 * (linearLevels[samples[entry * 4 + 2] ?? 0] ?? 0);
    const weight = seen * smoothstep(none, all, brightness);
    weights[texel] = weight;
    logs[texel] = weight * Math.log(brightness + DARK);
  }
  const scale = size / REFERENCE_SIZE;
  const fine = weightedMeans(logs, weights, size, Math.max(Math.round(FINE * scale), 1));
  const coarse = weightedMeans(logs, weights, size, Math.max(Math.round(COARSE * scale), 2));
  for (let texel = 0; texel < weights.length; texel += 1) {
    const within = (coarse.shares[texel] ?? 0) / Math.max(fine.shares[texel] ?? 0, 1e-6);
    weights[texel] = (weights[texel] ?? 0) * smoothstep(FIRST_WITHIN, WITHIN, Math.min(within, 1));
    logs[texel] = (fine.means[texel] ?? 0) - (coarse.means[texel] ?? 0);
  }
  return { contrast: logs, weights };
}

/** Means of the boxes' seen texels, and how much of each box is seen. @param sums weighted, [size × size] */
function weightedMeans(sums: Float32Array, weights: Float32Array, size: number, reach: number) {
  const shares = boxMeans(weights, size, reach);
  const means = boxMeans(sums, size, reach);
  for (let texel = 0; texel < means.length; texel += 1) {
    const share = shares[texel] ?? 0;
    means[texel] = share > 1e-4 ? (means[texel] ?? 0) / share : 0;
  }
  return { means, shares };
}

/** Averages contrasts over views, and tells from their spread what of the average is no noise. */
class ContrastAverage {
  readonly #size: number;
  /** Of weights w and contrasts x: Σ w, Σ w², Σ w·x, Σ w²·x and Σ w²·x², Float32Array [size × size] each. */
  readonly #w: Float32Array;
  readonly #ww: Float32Array;
  readonly #wx: Float32Array;
  readonly #wwx: Float32Array;
  readonly #wwxx: Float32Array;

  constructor(size: number) {
    this.#size = size;
    this.#w = new Float32Array(size * size);
    this.#ww = new Float32Array(size * size);
    this.#wx = new Float32Array(size * size);
    this.#wwx = new Float32Array(size * size);
    this.#wwxx = new Float32Array(size * size);
  }

  add({ contrast, weights }: ViewContrast, rank: number): void {
    for (let texel = 0; texel < weights.length; texel += 1) {
      const w = rank * (weights[texel] ?? 0);
      if (w === 0) {
        continue;
      }
      const x = contrast[texel] ?? 0;
      this.#w[texel] = (this.#w[texel] ?? 0) + w;
      this.#ww[texel] = (this.#ww[texel] ?? 0) + w * w;
      this.#wx[texel] = (this.#wx[texel] ?? 0) + w * x;
      this.#wwx[texel] = (this.#wwx[texel] ?? 0) + w * w * x;
      this.#wwxx[texel] = (this.#wwxx[texel] ?? 0) + w * w * x * x;
    }
  }

  /** The contrast that is left, Float32Array [size × size]. */
  finish(): Float32Array {
    const size = this.#size;
    const means = new Float32Array(size * size);
    const squares = new Float32Array(size * size);
    const noises = new Float32Array(size * size);
    for (let texel = 0; texel < means.length; texel += 1) {
      const w = this.#w[texel] ?? 0;
      if (w === 0) {
        continue;
      }
      const mean = (this.#wx[texel] ?? 0) / w;
      means[texel] = mean;
      squares[texel] = mean * mean;
      noises[texel] = this.#varianceOfMean(texel, mean, w);
    }
    const signal = boxMeans(squares, size, NEIGHBOURHOOD);
    const noise = boxMeans(noises, size, NEIGHBOURHOOD);
    for (let texel = 0; texel < means.length; texel += 1) {
      const energy = signal[texel] ?? 0;
      const agreement = energy > 0 ? clamp(1 - (noise[texel] ?? 0) / energy, 0, 1) : 0;
      const bare = 1 / (1 + (energy / MARK_CONTRAST ** 2) ** 2);
      means[texel] = (means[texel] ?? 0) * agreement * bare * this.#trust(texel);
    }
    return means;
  }

  #varianceOfMean(texel: number, mean: number, w: number): number {
    const ww = this.#ww[texel] ?? 0;
    const spread = (this.#wwxx[texel] ?? 0) - 2 * mean * (this.#wwx[texel] ?? 0) + mean * mean * ww;
    const count = (w * w) / ww;
    return (Math.max(spread, 0) / (w * w)) * (count / Math.max(count - 1, 0.5));
  }

  /** How far a place was seen by views enough, 0..1. */
  #trust(texel: number): number {
    const w = this.#w[texel] ?? 0;
    const ww = this.#ww[texel] ?? 0;
    const count = ww > 0 ? (w * w) / ww : 0;
    return smoothstep(FEWEST_VIEWS, ENOUGH_VIEWS, count) * smoothstep(LEAST_WEIGHT, FULL_WEIGHT, w);
  }
}
