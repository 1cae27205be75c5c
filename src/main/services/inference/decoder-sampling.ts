import { SampledBasis } from '../../../shared/core/detail/basis/sampled-basis.ts';
import { showBasis } from '../../../shared/core/detail/basis/shown-basis.ts';
import type { SteppedMaps } from '../../../shared/core/detail/basis/stepped-maps.ts';
import {
  evaluateWrinkleActivations,
  WRINKLE_ACTIVATION_COUNT,
} from '../../../shared/core/detail/basis/wrinkle-activations.ts';
import { evaluateWrinkleBasis, type WrinkleBasis } from '../../../shared/core/detail/basis/wrinkle-basis.ts';
import type { RegionMask } from '../../../shared/core/face/face-model.ts';
import { takeSteps } from './take-steps.ts';

/** A decoder that takes longer makes folds come after the expression that makes them, milliseconds. Our choice. */
const LONGEST_DECODING = 100;
/** So many in a row tell a slow machine from one that was busy for a moment. */
const SLOW_RUNS = 20;
/** Samples until there is a basis; then with every doubling, and each so many. Our choice. */
const FIRST_SAMPLES = 60;
const MOST_BETWEEN = 480;
/** Of so many frames, one is still decoded where the basis stands in: what the person shows for the first time is learnt. */
const STILL_DECODED = 4;

/**
 * Samples a pack's detail decoder into a wrinkle basis while it runs, and judges whether the machine is too slow for it, so
 * that the basis has to stand in.
 */
export class DecoderSampling {
  readonly #mask: RegionMask;
  readonly #fixed: Float32Array | undefined;
  readonly #samples: SampledBasis;
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  #count = 0;
  #due = FIRST_SAMPLES;
  #slowRuns = 0;
  #frames = 0;
  #basis: WrinkleBasis | undefined;
  #shown: SteppedMaps | undefined;

  /**
   * @param mask where relief shows on the head; as large as the decoder's displacements.
   * @param fixed the head's fixed displacement, metres, as large; undefined for a head without one.
   */
  constructor(mask: RegionMask, fixed: Float32Array | undefined) {
    this.#mask = mask;
    this.#fixed = fixed;
    this.#samples = new SampledBasis(mask.size);
  }

  /** What shows of the basis, in 8 bits; undefined until there is one. */
  get shown(): SteppedMaps | undefined {
    return this.#shown;
  }

  /** Whether the basis stands in for the decoder. */
  get standsIn(): boolean {
    return this.#basis !== undefined && this.#slowRuns >= SLOW_RUNS;
  }

  /** The displacement of a frame without the decoder, metres, Float32Array [size × size]; undefined if it is to be run. */
  standIn(expression: Float32Array): Float32Array | undefined {
    this.#frames += 1;
    if (this.#basis === undefined || !this.standsIn || this.#frames % STILL_DECODED === 0) {
      return undefined;
    }
    const displacement = new Float32Array(this.#basis.size ** 2);
    evaluateWrinkleActivations(expression, this.#activations);
    evaluateWrinkleBasis(this.#basis, this.#activations, displacement);
    return displacement;
  }

  /**
   * Takes in what the decoder made of a frame.
   * @param expression the tracker's, Float32Array [52], 0..1.
   * @param displacement metres, Float32Array [size × size].
   * @param milliseconds that the decoder took.
   */
  async add(expression: Float32Array, displacement: Float32Array, milliseconds: number): Promise<void> {
    if (!this.standsIn) {
      this.#slowRuns = milliseconds > LONGEST_DECODING ? this.#slowRuns + 1 : 0;
    }
    this.#samples.add(expression, displacement);
    this.#count += 1;
    if (this.#count === this.#due) {
      this.#due += Math.min(this.#due, MOST_BETWEEN);
      this.#basis = await takeSteps(this.#samples.solve());
      this.#shown = await takeSteps(showBasis(this.#basis, this.#mask, this.#fixed));
    }
  }
}
