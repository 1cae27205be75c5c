import { WRINKLE_REGION_COUNT } from '../../face/wrinkle-regions.ts';
import { type Belief, believedShare } from '../../tracking/fusion/result-belief.ts';
import { ReliefBand } from '../relief-band.ts';
import type { WrinkleMask } from '../wrinkle-masks.ts';
import { WrinkleScale } from '../wrinkle-scale.ts';
import type { EstimatedBasis } from './basis-estimate.ts';
import type { BasisPrior } from './basis-prior.ts';
import { commonFoldRange, foldRange, restDepth, unknownSquaredDepth, variancesIn } from './fold-range.ts';
import type { Steps } from './in-steps.ts';
import { createRegionPatterns, findRegionPatterns, type RegionPattern } from './region-pattern.ts';
import { seenSquaredDepth } from './seen-depth.ts';
import { evaluateWrinkleActivations, WRINKLE_ACTIVATION_COUNT } from './wrinkle-activations.ts';
import { BASIS_MAP_COUNT } from './wrinkle-basis.ts';

/**
 * Nobody's folds are taken to deepen by less than this share of what people's do: on a smooth face a network's errors
 * would count as wrinkles. Our choice.
 */
const LEAST_RANGE = 0.5;

/** Nor by less than this, metres, where people have none: a step of the pack's maps is about as much. */
const SHALLOWEST_RANGE = 1e-5;

/** On a still face a network's errors must not be seen, a new expression at once. Weights. Our choice. */
const WEIGHT_BELIEF: Belief = { calmShare: 0.3, quiet: 0.05, loud: 0.2 };

/** What a relief network made of a frame. */
export interface SeenRelief {
  /** Metres, Float32Array [256 × 256]. */
  readonly displacement: Float32Array;
  /** How far it is to be trusted, 0..1, Float32Array [256 × 256]. */
  readonly confidence: Float32Array;
}

/** A wrinkle region on any face. */
interface CommonRegion {
  readonly mask: WrinkleMask;
  readonly pattern: RegionPattern;
  /** Of variancesIn. */
  readonly variances: Float64Array;
  /** By how much people's folds deepen, metres. */
  readonly range: number;
}

/** A wrinkle region on the person's face. */
interface OwnRegion {
  readonly pattern: RegionPattern;
  readonly variances: Float64Array;
  /** What share of the folds is not known. */
  readonly doubt: number;
}

/**
 * Turns expressions and the relief that was seen with them into wrinkle weights: how deep a person's folds are in each
 * region, between the same face at rest and the deepest of its expressions.
 */
export class BasisWrinkles {
  readonly #size: number;
  readonly #noise: number;
  readonly #band: ReliefBand;
  readonly #common: readonly CommonRegion[];
  readonly #scale = new WrinkleScale();
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  /** 1, then the activations. */
  readonly #row = new Float64Array(BASIS_MAP_COUNT).fill(1, 0, 1);
  readonly #shown = new Float32Array(WRINKLE_REGION_COUNT);
  #regions: readonly OwnRegion[] = [];

  /**
   * For somebody of whom nothing is known.
   * @param masks of createWrinkleMasks, as large as the prior's maps.
   */
  constructor(prior: BasisPrior, masks: readonly WrinkleMask[]) {
    this.#size = prior.average.size;
    this.#noise = prior.noise;
    this.#band = new ReliefBand(this.#size);
    this.#common = createRegionPatterns(prior.average, masks).map((pattern) => {
      const variances = variancesIn(pattern.mask, prior);
      return { mask: pattern.mask, pattern, variances, range: commonFoldRange(pattern, variances) };
    });
    this.begin(undefined);
  }

  /** Starts over with a person, or with somebody of whom nothing is known. */
  begin(person: EstimatedBasis | undefined): void {
    const masks = this.#common.map(({ mask }) => mask);
    const own = person && createRegionPatterns({ size: this.#size, maps: person.maps }, masks);
    const { rests, ranges } = this.#know(own, person);
    this.#scale.begin(rests, ranges);
    this.#shown.fill(0);
  }

  /** Goes on with the same person, better known: weights go on from where they are, ranges stay as wide as they were. */
  *refine(person: EstimatedBasis): Steps<void> {
    const masks = this.#common.map(({ mask }) => mask);
    const own = yield* findRegionPatterns({ size: this.#size, maps: person.maps }, masks);
    const { rests, ranges } = this.#know(own, person);
    this.#scale.refine(rests, ranges);
  }

  /**
   * Writes the weights of a frame, 0..1.
   * @param expression of the frame, Float32Array [52].
   * @param seen what was seen in it.
   * @param target Float32Array [15].
   */
  measure(expression: Float32Array, seen: SeenRelief, target: Float32Array): void {
    evaluateWrinkleActivations(expression, this.#activations);
    this.#row.set(this.#activations, 1);
    this.#band.update(seen.displacement);
    const folds = { band: this.#band.values, confidence: seen.confidence, noise: this.#noise };
    for (const [region, { pattern, variances, doubt }] of this.#regions.entries()) {
      const unknown = doubt * unknownSquaredDepth(variances, this.#row);
      const depth = Math.sqrt(seenSquaredDepth(pattern, folds, { activations: this.#row, doubt, unknown }));
      const last = this.#shown[region] ?? 0;
      const difference = this.#scale.weigh(region, depth) - last;
      this.#shown[region] = last + believedShare(WEIGHT_BELIEF, Math.abs(difference)) * difference;
    }
    target.set(this.#shown);
  }

  /** Takes over a person's folds. @returns their depths at rest, and how much deeper they become, metres, [15] each. */
  #know(own: readonly RegionPattern[] | undefined, person: EstimatedBasis | undefined) {
    this.#regions = this.#common.map(({ pattern, variances }, region) => ({
      pattern: own?.[region] ?? pattern,
      variances,
      doubt: 1 - (person?.confidence[region] ?? 0),
    }));
    const ranges = this.#regions.map(({ pattern, variances, doubt }, region) => {
      const least = LEAST_RANGE * (this.#common[region]?.range ?? 0);
      return Math.max(foldRange(pattern, variances, doubt), least, SHALLOWEST_RANGE);
    });
    const rests = this.#regions.map(({ pattern }) => restDepth(pattern));
    return { rests: Float64Array.from(rests), ranges: Float64Array.from(ranges) };
  }
}
