import type { WrinkleMask } from '../wrinkle-masks.ts';
import type { EstimatedBasis } from './basis-estimate.ts';
import type { BasisPrior } from './basis-prior.ts';
import { BASIS_MAP_COUNT } from './wrinkle-basis.ts';

/**
 * Texels along a side of a block that shares what is known and how surely, not what the folds are: some 3 mm of skin,
 * over which neither a network's confidence nor people's deviation changes much. A sixteenth of the memory and time that
 * each texel by itself takes.
 */
const BLOCK_SIDE = 4;

/** However well an enrolment saw a region, this share of the variance is still open: its expressions were acted. Ours. */
const LEAST_DOUBT = 0.1;

/** People differ by less than this nowhere that matters, metres. */
const LEAST_WIDTH = 1e-6;

/** Where a person's wrinkles may be refined, and how far. */
export interface RefinementBlocks {
  /** Texels, block by block, Uint32Array. */
  readonly texels: Uint32Array;
  /** Where each block begins in `texels`, and where the last one ends, Uint32Array [blocks + 1]. */
  readonly starts: Uint32Array;
  /** Standard deviation of what the maps may yet turn out to be from what they are, metres, Float32Array [blocks × 17]. */
  readonly widths: Float32Array;
}

/**
 * Divides the wrinkle regions into blocks. What an enrolment has seen well may change little, what it has not seen by as
 * much as people differ, what lies outside of all regions not at all.
 * @param masks of createWrinkleMasks, as large as the prior's maps.
 */
export function createRefinementBlocks(
  { average, deviation }: BasisPrior,
  masks: readonly WrinkleMask[],
  { confidence }: Pick<EstimatedBasis, 'confidence'>,
): RefinementBlocks {
  const mapTexels = average.size ** 2;
  const freedom = freedomOf(mapTexels, masks, confidence);
  const texels: number[] = [];
  const starts = [0];
  const widths: number[] = [];
  for (const block of blocksOf(average.size)) {
    const free = block.filter((texel) => (freedom[texel] ?? 0) > 0);
    if (free.length === 0) {
      continue;
    }
    const squares = new Float64Array(BASIS_MAP_COUNT);
    for (const texel of free) {
      for (let map = 0; map < BASIS_MAP_COUNT; map++) {
        const square = (deviation[map * mapTexels + texel] ?? 0) ** 2;
        squares[map] = (squares[map] ?? 0) + ((freedom[texel] ?? 0) * square) / free.length;
      }
    }
    if (squares.some((square) => square > LEAST_WIDTH ** 2)) {
      texels.push(...free);
      starts.push(texels.length);
      widths.push(...squares.map(Math.sqrt));
    }
  }
  return {
    texels: Uint32Array.from(texels),
    starts: Uint32Array.from(starts),
    widths: Float32Array.from(widths),
  };
}

/** What share of people's variance each texel is given: its regions' doubt, less where it hardly belongs to any. */
function freedomOf(mapTexels: number, masks: readonly WrinkleMask[], confidence: Float32Array): Float32Array {
  const belonging = new Float32Array(mapTexels);
  const doubts = new Float32Array(mapTexels);
  const deepest = new Float32Array(mapTexels);
  for (const [region, { texels, weights }] of masks.entries()) {
    const doubt = Math.max(1 - (confidence[region] ?? 0), LEAST_DOUBT);
    const most = weights.reduce((largest, weight) => Math.max(largest, weight), 0);
    for (let i = 0; i < texels.length; i++) {
      const texel = texels[i] ?? 0;
      const share = (weights[i] ?? 0) / most;
      belonging[texel] = (belonging[texel] ?? 0) + share;
      doubts[texel] = (doubts[texel] ?? 0) + share * doubt;
      deepest[texel] = Math.max(deepest[texel] ?? 0, share);
    }
  }
  return deepest.map((share, texel) =>
    share > 0 ? share ** 2 * ((doubts[texel] ?? 0) / (belonging[texel] ?? 1)) : 0,
  );
}

function* blocksOf(size: number): Generator<readonly number[]> {
  for (let top = 0; top < size; top += BLOCK_SIDE) {
    for (let left = 0; left < size; left += BLOCK_SIDE) {
      yield Array.from(
        { length: BLOCK_SIDE ** 2 },
        (_, i) => (top + Math.floor(i / BLOCK_SIDE)) * size + left + (i % BLOCK_SIDE),
      );
    }
  }
}
