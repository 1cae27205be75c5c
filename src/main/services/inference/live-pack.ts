import { AppError, toAppError } from '../../../shared/contract/app-error.ts';
import type { Problem } from '../../../shared/contract/backend.ts';
import type { SteppedMaps } from '../../../shared/core/detail/basis/stepped-maps.ts';
import {
  PERSON_CROPS,
  type PersonCodes,
  PersonEstimate,
} from '../../../shared/core/detail/person-estimate.ts';
import { showRelief } from '../../../shared/core/detail/shown-relief.ts';
import { createWrinkleMasks } from '../../../shared/core/detail/wrinkle-masks.ts';
import { WrinkleMeter } from '../../../shared/core/detail/wrinkle-meter.ts';
import { FACE_AND_EYES, type FaceModel, type RegionMask } from '../../../shared/core/face/face-model.ts';
import { createFlameParameters } from '../../../shared/core/face/flame-parameters.ts';
import { WRINKLE_REGION_COUNT } from '../../../shared/core/face/wrinkle-regions.ts';
import { chooseModel } from '../../inference/choose-model.ts';
import type { ExecutionProvider } from '../../inference/inference-contract.ts';
import type { InferenceRunner } from '../../inference/worker-host.ts';
import { checkPackFiles, type FacePack, loadFaceModel, packedFilePath } from '../packs/face-packs.ts';
import { DecoderSampling } from './decoder-sampling.ts';
import { type EightBitRecord, readEightBitRecord, withEightBitGraphs } from './eight-bit-record.ts';
import { type CoarseParameters, FaceNetworks } from './face-networks.ts';

/** What a live pack runs on. */
export interface LivePackOptions {
  readonly host: InferenceRunner;
  /** Threads of each network. */
  readonly threads: number;
  /** Execution providers to try. */
  readonly providers: readonly ExecutionProvider[];
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** What is known of a person before the first crop: nothing, an enrolment's code, or both from earlier in the session. */
export type KnownPerson = Partial<PersonCodes>;

/** What the networks found in a crop. */
export interface LiveReading {
  readonly coarse: CoarseParameters;
  /**
   * What shows of the relief, metres, Float32Array [size × size]; undefined until the person is known, and where the
   * sampled basis stands for the decoder.
   */
  readonly displacement: Float32Array | undefined;
  /** Float32Array [15]; undefined until the person is known, and for a face model whose regions are not known. */
  readonly wrinkles: Float32Array | undefined;
}

/**
 * A face pack at work on a live face: reads one crop after the other. Over the first crops it estimates the person's
 * shape and detail code; then both stay as they are, the detail encoder is unloaded, and relief follows the expression.
 * After a while the decoder has been sampled into a wrinkle basis, which stands for it where the machine is too slow for it.
 */
export class LivePack {
  readonly pack: FacePack;
  /** Whether the networks of a frame run in 8 bits. */
  readonly isEightBit: boolean;
  readonly #options: LivePackOptions;
  readonly #size: number;
  readonly #mask: RegionMask;
  readonly #fixed: Float32Array | undefined;
  readonly #meter: WrinkleMeter | undefined;
  readonly #estimate: PersonEstimate;
  readonly #keepsCrops: boolean;
  readonly #crops: Float32Array[] = [];
  readonly #knownDetail: Float32Array | undefined;
  readonly #sampling: DecoderSampling;
  /** Whether the meter knows the person at rest. */
  #isMeterReady = false;
  #networks: FaceNetworks;
  #provider: ExecutionProvider;
  #fallback: Problem | undefined;

  private constructor(
    pack: FacePack,
    model: FaceModel,
    eightBit: EightBitRecord | undefined,
    provider: ExecutionProvider,
    known: KnownPerson,
    options: LivePackOptions,
  ) {
    const mask = reliefMask(model);
    const { size } = mask;
    const masks = createWrinkleMasks(model, size);
    this.pack = pack;
    this.isEightBit = isMadeWhole(eightBit);
    this.#keepsCrops = eightBit === undefined && provider === 'cpu';
    this.#options = options;
    this.#size = size;
    this.#mask = mask;
    this.#fixed = model.fixedDisplacement;
    this.#meter = masks && new WrinkleMeter(masks, size);
    const { shape, detail } = known;
    this.#estimate = new PersonEstimate(shape && detail && { shape, detail });
    this.#knownDetail = detail;
    this.#provider = provider;
    this.#networks = new FaceNetworks(options.host, pack, options.threads, provider);
    this.#sampling = new DecoderSampling(mask, model.fixedDisplacement);
  }

  /**
   * Checks a pack, takes its 8-bit graphs where it has good ones, and finds the fastest provider for it.
   * @param known what is known of the person already.
   * @throws AppError `model/…`, `inference/…`, `cancelled`
   */
  static async open(
    exact: FacePack,
    known: KnownPerson,
    options: LivePackOptions,
    signal: AbortSignal,
  ): Promise<LivePack> {
    await checkPackFiles(exact);
    const record = await readEightBitRecord(exact);
    const pack = record === undefined ? exact : withEightBitGraphs(exact, record);
    const model = await loadFaceModel(pack);
    const candidates = options.providers.map((provider) =>
      new FaceNetworks(options.host, pack, options.threads, provider).model('coarseEncoder'),
    );
    const { chosen, refused } = await chooseModel(options.host, candidates, signal);
    if (chosen === undefined) {
      const [{ code, reason } = { code: 'none', reason: 'none was tried' }] = refused.toReversed();
      throw new AppError(
        'inference/unavailable',
        `No execution provider of this machine runs the face pack ${pack.manifest.name}: ${reason}`,
        { details: { code } },
      );
    }
    return new LivePack(pack, model, record, chosen.model.provider, known, options);
  }

  /** Absolute path of the face model. */
  get faceModelFile(): string {
    return packedFilePath(this.pack, this.pack.manifest.faceModel);
  }

  /** Execution provider of the networks. */
  get provider(): ExecutionProvider {
    return this.#provider;
  }

  /** Why a faster provider is not used any more. */
  get fallback(): Problem | undefined {
    return this.#fallback;
  }

  /** The person, once known. */
  get person(): PersonCodes | undefined {
    return this.#estimate.codes;
  }

  /** Crops that the person has been estimated from, and how many it takes. */
  get progress(): { readonly done: number; readonly wanted: number } {
    return { done: this.#estimate.done, wanted: PERSON_CROPS };
  }

  /** The decoder as a wrinkle basis, what shows of it in 8 bits; undefined until it has been sampled. */
  get sampled(): SteppedMaps | undefined {
    return this.#sampling.shown;
  }

  /** Whether the basis stands for the decoder, because the machine is too slow for it. */
  get usesBasis(): boolean {
    return this.#sampling.standsIn;
  }

  /**
   * Reads a crop. Where another provider fails, the CPU takes over for good.
   * @param crop Float32Array [3 × 224 × 224].
   * @param expression the tracker's of the same frame, Float32Array [52].
   * @throws AppError `model/…`, `inference/…`, `cancelled`
   */
  async read(crop: Float32Array, expression: Float32Array, signal: AbortSignal): Promise<LiveReading> {
    try {
      return await this.#read(crop, expression, signal);
    } catch (thrown) {
      const error = toAppError(thrown, 'inference/unavailable');
      if (this.#provider === 'cpu' || error.code === 'cancelled') {
        throw error;
      }
      this.#fallback = { code: error.code, message: `${this.#provider}: ${error.message}` };
      this.#provider = 'cpu';
      this.#networks = new FaceNetworks(this.#options.host, this.pack, this.#options.threads, 'cpu');
      return await this.#read(crop, expression, signal);
    }
  }

  /**
   * The crops that the person was estimated from, for networks in 8 bits to be made with; none for a pack that has been
   * through that. Let go of with this call.
   */
  takeCrops(): readonly Float32Array[] {
    return this.#crops.splice(0);
  }

  /** Frees the networks' memory. */
  async release(signal: AbortSignal): Promise<void> {
    for (const graph of ['coarseEncoder', 'detailEncoder', 'detailDecoder'] as const) {
      await this.#networks.release(graph, signal);
    }
  }

  async #read(crop: Float32Array, expression: Float32Array, signal: AbortSignal): Promise<LiveReading> {
    const coarse = await this.#networks.encodeCoarse(crop, signal);
    if (this.person === undefined) {
      await this.#enrol(crop, coarse, signal);
    }
    const { person } = this;
    if (person === undefined) {
      return { coarse, displacement: undefined, wrinkles: undefined };
    }
    await this.#readyMeter(person, signal);
    const standIn = this.#sampling.standIn(expression);
    if (standIn !== undefined) {
      return { coarse, displacement: undefined, wrinkles: this.#measure(standIn) };
    }
    const begin = this.#options.now();
    const displacement = await this.#networks.decode(
      { ...coarse, detail: person.detail },
      this.#size,
      signal,
    );
    await this.#sampling.add(expression, displacement, this.#options.now() - begin);
    const wrinkles = this.#measure(displacement);
    showRelief(displacement, this.#mask, this.#fixed);
    return { coarse, displacement, wrinkles };
  }

  async #enrol(crop: Float32Array, { shape, pose }: CoarseParameters, signal: AbortSignal): Promise<void> {
    const detail = this.#knownDetail ?? (await this.#networks.encodeDetail(crop, signal));
    this.#estimate.add({ shape, pose, detail });
    if (this.#keepsCrops) {
      this.#crops.push(crop);
    }
    if (this.person !== undefined) {
      await this.#networks.release('detailEncoder', signal);
    }
  }

  async #readyMeter({ detail }: PersonCodes, signal: AbortSignal): Promise<void> {
    if (this.#meter !== undefined && !this.#isMeterReady) {
      const atRest = { ...createFlameParameters(), detail };
      this.#meter.rest(await this.#networks.decode(atRest, this.#size, signal));
      this.#isMeterReady = true;
    }
  }

  #measure(displacement: Float32Array): Float32Array | undefined {
    if (this.#meter === undefined) {
      return undefined;
    }
    const weights = new Float32Array(WRINKLE_REGION_COUNT);
    this.#meter.measure(displacement, weights);
    return weights;
  }
}

/** Whether both networks of a frame held in 8 bits. */
function isMadeWhole(record: EightBitRecord | undefined): boolean {
  return record !== undefined && Object.values(record.graphs).every(({ kept }) => kept !== undefined);
}

/** @throws AppError `inference/unavailable` for a head without a place for relief */
function reliefMask({ name, regionMasks }: FaceModel): RegionMask {
  const mask = regionMasks[FACE_AND_EYES];
  if (mask === undefined) {
    throw new AppError(
      'inference/unavailable',
      `The face model ${name} does not say where relief shows. Import its pack again.`,
    );
  }
  return mask;
}
