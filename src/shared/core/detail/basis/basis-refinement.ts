import { clamp } from '../../tracking/interpolation.ts';
import type { WrinkleMask } from '../wrinkle-masks.ts';
import type { EstimatedBasis } from './basis-estimate.ts';
import type { BasisPrior } from './basis-prior.ts';
import type { SeenRelief } from './basis-wrinkles.ts';
import type { Steps } from './in-steps.ts';
import { createRefinementBlocks, type RefinementBlocks } from './refinement-blocks.ts';
import { type SteppedMaps, stepMap } from './stepped-maps.ts';
import { evaluateWrinkleActivations, WRINKLE_ACTIVATION_COUNT } from './wrinkle-activations.ts';
import { BASIS_MAP_COUNT, LARGEST_WRINKLE } from './wrinkle-basis.ts';

/** Numbers of a block's covariance. */
const COVARIANCE_COUNT = BASIS_MAP_COUNT ** 2;

/** Blocks that are gone through in one step: some 1.5 ms. */
const BLOCKS_PER_STEP = 256;

/** A block counts that is seen as well as this in all of its texels. Our choice. */
const LEAST_CONFIDENCE = 0.5;

/** Maps go no farther from the enrolment's than so many standard deviations of what was open then. Our choice. */
const FARTHEST = 2;

/** How fast a refinement learns and forgets. */
export interface RefinementPace {
  /** Frames that tell as much as one whose errors are its own: the network errs alike on frames that look alike. */
  readonly repeats: number;
  /** What share of all certainty is lost with each frame that counts, so that a face may change. */
  readonly forgotten: number;
}

/** Our choice: with two frames a second, half of what was certain is open again after half an hour of acting. */
export const REFINEMENT_PACE: RefinementPace = { repeats: 10, forgotten: 1 / 5000 };

/** What a refinement has learnt. */
export interface RefinementState {
  /** How far the maps have gone from the enrolment's, metres, Float32Array [texels × 17]. */
  readonly corrections: Float32Array;
  /** Covariance of what is still open in each block, in units of its widths, Float32Array [blocks × 17 × 17]. */
  readonly covariances: Float32Array;
}

/**
 * Goes on improving a person's wrinkle basis with what is seen of them later: recursive least squares on the activations
 * (Ljung & Söderström 1983, Theory and Practice of Recursive Identification, section 2.2; a Kalman filter of constants).
 * It begins where the enrolment ended, with the certainty that it reached, and gives as its result what BasisEstimate
 * would of the same frames, but for what it forgets. Forgetting leads back to the uncertainty of the beginning and never
 * beyond, so that expressions that are not shown for long lose nothing.
 *
 * 2,000 blocks and 23,000 texels of the open head take 4 MB.
 */
export class BasisRefinement {
  readonly #size: number;
  readonly #noise: number;
  readonly #person: Float32Array;
  readonly #blocks: RefinementBlocks;
  readonly #pace: RefinementPace;
  readonly #state: RefinementState;
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  readonly #row = new Float64Array(BASIS_MAP_COUNT).fill(1, 0, 1);
  readonly #spread = new Float64Array(BASIS_MAP_COUNT);
  readonly #gain = new Float64Array(BASIS_MAP_COUNT);

  /**
   * @param masks of createWrinkleMasks, as large as the prior's maps.
   * @param person as enrolled; the maps are kept and never changed.
   */
  constructor(
    prior: BasisPrior,
    masks: readonly WrinkleMask[],
    person: EstimatedBasis,
    pace: RefinementPace = REFINEMENT_PACE,
  ) {
    this.#size = prior.average.size;
    this.#noise = prior.noise;
    this.#person = person.maps;
    this.#pace = pace;
    this.#blocks = createRefinementBlocks(prior, masks, person);
    const { texels, starts } = this.#blocks;
    this.#state = {
      corrections: new Float32Array(texels.length * BASIS_MAP_COUNT),
      covariances: new Float32Array((starts.length - 1) * COVARIANCE_COUNT),
    };
    for (let start = 0; start < this.#state.covariances.length; start += COVARIANCE_COUNT) {
      open(this.#state.covariances.subarray(start, start + COVARIANCE_COUNT));
    }
  }

  /** What has been learnt; changes with every frame. */
  get state(): RefinementState {
    return this.#state;
  }

  /** Where folds may be refined, Uint32Array. */
  get texels(): Uint32Array {
    return this.#blocks.texels;
  }

  /**
   * Goes on from what was learnt of the same person before. Numbers beyond the bounds are brought within.
   * @param state finite.
   * @returns false, and nothing changes, for a state of other blocks.
   */
  restore({ corrections, covariances }: RefinementState): boolean {
    const own = this.#state;
    if (corrections.length !== own.corrections.length || covariances.length !== own.covariances.length) {
      return false;
    }
    for (const [i, value] of covariances.entries()) {
      own.covariances[i] = clamp(value, -1, 1);
    }
    own.corrections.set(corrections);
    const { starts } = this.#blocks;
    for (let block = 0; block + 1 < starts.length; block++) {
      for (let i = starts[block] ?? 0; i < (starts[block + 1] ?? 0); i++) {
        this.#correct(i, block, 0);
      }
    }
    return true;
  }

  /**
   * Takes in what was seen in a frame, where it was seen well, in steps. What is not finite changes nothing.
   * @param expression Float32Array [52], 0..1.
   */
  *learn(expression: Float32Array, { displacement, confidence }: SeenRelief): Steps<void> {
    if (!expression.every(Number.isFinite)) {
      return;
    }
    evaluateWrinkleActivations(expression, this.#activations);
    this.#row.set(this.#activations, 1);
    const { starts, texels } = this.#blocks;
    for (let block = 0; block + 1 < starts.length; block++) {
      const least = leastBelief(
        texels.subarray(starts[block] ?? 0, starts[block + 1] ?? 0),
        displacement,
        confidence,
      );
      if (least >= LEAST_CONFIDENCE) {
        this.#learn(block, displacement, least);
      }
      if (block % BLOCKS_PER_STEP === BLOCKS_PER_STEP - 1) {
        yield;
      }
    }
  }

  /** The person's maps as far as they are known by now, made map by map. */
  *tell(): Steps<SteppedMaps> {
    const { texels } = this.#blocks;
    const { corrections } = this.#state;
    const mapTexels = this.#size ** 2;
    const maps = new Int8Array(BASIS_MAP_COUNT * mapTexels);
    const steps = new Float32Array(BASIS_MAP_COUNT);
    const map = new Float32Array(mapTexels);
    for (let k = 0; k < BASIS_MAP_COUNT; k++) {
      map.set(this.#person.subarray(k * mapTexels, (k + 1) * mapTexels));
      for (let i = 0; i < texels.length; i++) {
        const texel = texels[i] ?? 0;
        map[texel] = (map[texel] ?? 0) + (corrections[i * BASIS_MAP_COUNT + k] ?? 0);
      }
      steps[k] = stepMap(map, maps.subarray(k * mapTexels, (k + 1) * mapTexels));
      yield;
    }
    return { maps, steps };
  }

  #learn(block: number, displacement: Float32Array, confidence: number): void {
    this.#weigh(block, confidence);
    const { starts, texels } = this.#blocks;
    const { corrections } = this.#state;
    const row = this.#row;
    const person = this.#person;
    const mapTexels = this.#size ** 2;
    for (let i = starts[block] ?? 0; i < (starts[block + 1] ?? 0); i++) {
      const texel = texels[i] ?? 0;
      let unexpected = clamp(displacement[texel] ?? 0, -LARGEST_WRINKLE, LARGEST_WRINKLE);
      for (let map = 0; map < BASIS_MAP_COUNT; map++) {
        const share = row[map] ?? 0;
        if (share !== 0) {
          const learnt = corrections[i * BASIS_MAP_COUNT + map] ?? 0;
          unexpected -= share * ((person[map * mapTexels + texel] ?? 0) + learnt);
        }
      }
      this.#correct(i, block, unexpected);
    }
  }

  /** Finds a block's gain for the present row, and what remains open after it. */
  #weigh(block: number, confidence: number): void {
    const widths = this.#blocks.widths.subarray(block * BASIS_MAP_COUNT, (block + 1) * BASIS_MAP_COUNT);
    const start = block * COVARIANCE_COUNT;
    const covariance = this.#state.covariances.subarray(start, start + COVARIANCE_COUNT);
    const { repeats, forgotten } = this.#pace;
    const spread = this.#spread;
    const gain = this.#gain;
    const row = this.#row;
    let variance = repeats * (this.#noise / confidence) ** 2;
    for (let map = 0; map < BASIS_MAP_COUNT; map++) {
      let sum = 0;
      for (let other = 0; other < BASIS_MAP_COUNT; other++) {
        sum += (covariance[map * BASIS_MAP_COUNT + other] ?? 0) * (widths[other] ?? 0) * (row[other] ?? 0);
      }
      spread[map] = sum;
      variance += sum * (widths[map] ?? 0) * (row[map] ?? 0);
    }
    if (!(variance > 0)) {
      // No covariance is like this: it was read from a file that somebody made up.
      open(covariance);
      gain.fill(0);
      return;
    }
    for (let map = 0; map < BASIS_MAP_COUNT; map++) {
      const ours = spread[map] ?? 0;
      gain[map] = ((widths[map] ?? 0) * ours) / variance;
      for (let other = 0; other < BASIS_MAP_COUNT; other++) {
        const at = map * BASIS_MAP_COUNT + other;
        const left = (covariance[at] ?? 0) - (ours * (spread[other] ?? 0)) / variance;
        covariance[at] = left + forgotten * ((map === other ? 1 : 0) - left);
      }
    }
  }

  /** Moves a texel's maps by what was not expected of it, within bounds. */
  #correct(index: number, block: number, unexpected: number): void {
    const { corrections } = this.#state;
    const { widths } = this.#blocks;
    const gain = this.#gain;
    for (let map = 0; map < BASIS_MAP_COUNT; map++) {
      const at = index * BASIS_MAP_COUNT + map;
      const farthest = FARTHEST * (widths[block * BASIS_MAP_COUNT + map] ?? 0);
      const moved = (corrections[at] ?? 0) + (gain[map] ?? 0) * unexpected;
      corrections[at] = clamp(moved, -farthest, farthest);
    }
  }
}

/** How far the worst-seen of some texels is to be trusted; not at all where something is not finite. */
function leastBelief(texels: Uint32Array, displacement: Float32Array, confidence: Float32Array): number {
  let least = 1;
  for (const texel of texels) {
    const belief = confidence[texel] ?? 0;
    if (!(Number.isFinite(displacement[texel]) && belief >= 0)) {
      return 0;
    }
    least = Math.min(least, belief);
  }
  return least;
}

/** Nothing is certain. @param covariance Float32Array [17 × 17] */
function open(covariance: Float32Array): void {
  covariance.fill(0);
  for (let map = 0; map < BASIS_MAP_COUNT; map++) {
    covariance[map * (BASIS_MAP_COUNT + 1)] = 1;
  }
}
