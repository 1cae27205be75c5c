import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../shared/contract/app-error.ts';
import type { FaceRelief } from '../../../shared/contract/live-face.ts';
import type { EstimatedBasis } from '../../../shared/core/detail/basis/basis-estimate.ts';
import type { SeenRelief } from '../../../shared/core/detail/basis/basis-wrinkles.ts';
import { BasisWrinkles } from '../../../shared/core/detail/basis/basis-wrinkles.ts';
import { createWrinkleMasks } from '../../../shared/core/detail/wrinkle-masks.ts';
import { WRINKLE_REGION_COUNT } from '../../../shared/core/face/wrinkle-regions.ts';
import type { InferenceRunner } from '../../inference/worker-host.ts';
import { checkPackFiles, type FacePack, loadFaceModel, loadWrinkleBasis } from '../packs/face-packs.ts';
import { FaceNetworks } from './face-networks.ts';
import { takeSteps } from './take-steps.ts';
import type { WrinkleRefinement } from './wrinkle-refinement.ts';

/** What a live relief runs on. */
export interface LiveReliefOptions {
  readonly host: InferenceRunner;
  /** Threads of the network. */
  readonly threads: number;
  /** Goes on learning the person's wrinkles, where that is wanted. */
  readonly refinement?: WrinkleRefinement | undefined;
}

/**
 * A face pack that reads relief, at work on a live face: finds wrinkle weights in one observation after the other. Its
 * network runs on the CPU: a few times a second, it takes less there than a graphics card takes memory.
 */
export class LiveRelief {
  readonly pack: FacePack;
  readonly #networks: FaceNetworks;
  readonly #wrinkles: BasisWrinkles;
  readonly #refinement: WrinkleRefinement | undefined;
  #isRefining = false;

  private constructor(
    pack: FacePack,
    networks: FaceNetworks,
    wrinkles: BasisWrinkles,
    refinement: WrinkleRefinement | undefined,
  ) {
    this.pack = pack;
    this.#networks = networks;
    this.#wrinkles = wrinkles;
    this.#refinement = refinement;
  }

  /**
   * Checks a pack and reads what it knows of people's wrinkles.
   * @param person the wrinkles of whom it will see, as far as they have been measured.
   * @throws AppError `model/…`, `inference/unavailable`
   */
  static async open(
    pack: FacePack,
    person: EstimatedBasis | undefined,
    { host, threads, refinement }: LiveReliefOptions,
  ): Promise<LiveRelief> {
    await checkPackFiles(pack);
    const prior = await loadWrinkleBasis(pack);
    const model = await loadFaceModel(pack);
    const masks = createWrinkleMasks(model, prior.average.size);
    if (masks === undefined) {
      throw new AppError(
        'inference/unavailable',
        `The face model ${model.name} does not say where wrinkles lie. Install Furrow again.`,
      );
    }
    // Each of these keeps the thread for a while: frames that are due go out in between.
    await setImmediate();
    const wrinkles = new BasisWrinkles(prior, masks);
    const known = refinement === undefined ? person : await refinement.begin({ prior, masks }, person);
    if (known !== undefined) {
      await setImmediate();
      wrinkles.begin(known);
    }
    return new LiveRelief(pack, new FaceNetworks(host, pack, threads), wrinkles, refinement);
  }

  /**
   * Finds a frame's wrinkle weights, Float32Array [15].
   * @throws AppError `model/…`, `inference/…`, `cancelled`
   */
  async read({ expression, ...observation }: FaceRelief, signal: AbortSignal): Promise<Float32Array> {
    const seen = await this.#networks.seeRelief(observation, signal);
    const weights = new Float32Array(WRINKLE_REGION_COUNT);
    this.#wrinkles.measure(expression, seen, weights);
    if (this.#refinement !== undefined && !this.#isRefining) {
      void this.#refine(this.#refinement, expression, seen);
    }
    return weights;
  }

  /** Learns from what was seen, after its weights have gone out, and goes over to better maps now and then. */
  async #refine(refinement: WrinkleRefinement, expression: Float32Array, seen: SeenRelief): Promise<void> {
    this.#isRefining = true;
    await setImmediate();
    const known = await refinement.see(expression, seen);
    if (known !== undefined) {
      await takeSteps(this.#wrinkles.refine(known));
    }
    this.#isRefining = false;
  }

  /** Frees the network's memory. */
  release(signal: AbortSignal): Promise<void> {
    return this.#networks.release('detailEncoder', signal);
  }
}
