import { type AppError, toAppError } from '../../../shared/contract/app-error.ts';
import type {
  FaceCropPicture,
  FaceDisplacement,
  FaceNetworkInput,
  FaceRelief,
  LiveFaceState,
  LivePerson,
} from '../../../shared/contract/live-face.ts';
import type { EstimatedBasis } from '../../../shared/core/detail/basis/basis-estimate.ts';
import type { SteppedMaps } from '../../../shared/core/detail/basis/stepped-maps.ts';
import { JAW_ROTATION } from '../../../shared/core/detail/face-parameters.ts';
import { packDisplacement } from '../../../shared/core/detail/packed-displacement.ts';
import type { PersonCodes } from '../../../shared/core/detail/person-estimate.ts';
import type { InferenceResult } from '../../../shared/core/face/face-observation.ts';
import type { Identity } from '../../../shared/core/identity/identity.ts';
import type { WorkerHost } from '../../inference/worker-host.ts';
import { networkInputOf } from '../packs/face-pack-manifest.ts';
import type { FacePack } from '../packs/face-packs.ts';
import { facePlanes } from './face-planes.ts';
import { type KnownPerson, LivePack, type LivePackOptions, type LiveReading } from './live-pack.ts';
import { LiveRelief } from './live-relief.ts';
import type { WrinkleRefinement } from './wrinkle-refinement.ts';

/** What a live face works with, and whom it tells. */
export interface LiveFaceOptions extends LivePackOptions {
  readonly host: Pick<WorkerHost, 'request' | 'status' | 'start' | typeof Symbol.asyncDispose>;
  /** @throws AppError `model/…` */
  readonly findPack: (name: string) => Promise<FacePack>;
  /** The person's detail code of a pack, when an enrolment has found it. */
  readonly knownDetail: (pack: string) => Float32Array | undefined;
  /** The person's wrinkles, when an enrolment has measured them. */
  readonly knownWrinkles: () => EstimatedBasis | undefined;
  /** Goes on learning the person's wrinkles. */
  readonly refinement?: WrinkleRefinement | undefined;
  /** A detail code has been found, to be kept with the person. */
  readonly onDetail: (pack: string, code: Float32Array) => void;
  /** Makes networks in 8 bits of a person's crops, in the background; resolves when they are there. */
  readonly makeEightBit: (pack: string, crops: readonly Float32Array[], signal: AbortSignal) => Promise<void>;
  readonly onState: (state: LiveFaceState) => void;
  readonly onPerson: (person: LivePerson) => void;
  readonly onDisplacement: (displacement: FaceDisplacement) => void;
  /** The basis that stands for the pack's decoder on a machine that is too slow for it; undefined: the decoder itself runs. */
  readonly onStandIn: (maps: SteppedMaps | undefined) => void;
}

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 60_000;

/**
 * Runs a face pack beside the tracker: one crop or relief at a time, as they come. A pack that reads relief is opened with
 * the first that comes, for it is always there and must not slow down the start. Whatever fails is told in the state and
 * tried again after 1, 2, 4 … 60 seconds with what comes then; nobody waits for it.
 */
export class LiveFace implements AsyncDisposable {
  readonly #options: LiveFaceOptions;
  #name = '';
  /** Id and revision. */
  #person: string | undefined;
  /** The person as the pack of that name knows them, fixed for the session. */
  #known: { readonly pack: string; readonly codes: PersonCodes } | undefined;
  #live: LivePack | LiveRelief | undefined;
  /** What the pack reads, as far as that is known. */
  #input: FaceNetworkInput | undefined;
  #abort = new AbortController();
  #isBusy = false;
  #delay = FIRST_DELAY;
  #retryTime = 0;
  #told = '';
  /** What was told to stand for the decoder. */
  #standsIn: SteppedMaps | undefined;
  /** The one whose person has been told. */
  #announced: LivePack | undefined;

  constructor(options: LiveFaceOptions) {
    this.#options = options;
  }

  /** Absolute path of the face model that the present pack moves; undefined while none runs. */
  get faceModelFile(): string | undefined {
    return this.#live instanceof LivePack ? this.#live.faceModelFile : undefined;
  }

  /** The present pack's decoder as a wrinkle basis, once it has been sampled. */
  get sampled(): SteppedMaps | undefined {
    return this.#live instanceof LivePack ? this.#live.sampled : undefined;
  }

  /** Changes the pack; an empty name switches off. */
  choose(name: string): void {
    if (name !== this.#name) {
      this.#name = name;
      this.startOver();
    }
  }

  /** Begins anew when another person is there, or the same enrolled again. @param person undefined for nobody in particular. */
  changePerson(person: Pick<Identity, 'id' | 'revision'> | undefined): void {
    const key = person && `${person.id} ${person.revision}`;
    if (key !== this.#person) {
      this.#person = key;
      this.#known = undefined;
      this.startOver();
    }
  }

  /** Opens the pack anew; what is known of the person stays. */
  startOver(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#delay = FIRST_DELAY;
    this.#retryTime = 0;
    this.#isBusy = false;
    this.#input = undefined;
    this.#close();
    if (this.#name === '') {
      this.#tellOff();
    } else {
      void this.#work((signal) => this.#find(signal));
    }
  }

  /** What the networks find in a crop; undefined while they are busy, do not work or read relief. Never throws. */
  async read({ frameIndex, pixels, expression }: FaceCropPicture): Promise<InferenceResult | undefined> {
    const reading = await this.#look('aligned-crop', async (signal) => {
      const live = this.#live ?? (await this.#find(signal));
      return live instanceof LivePack ? live.read(facePlanes(pixels), expression, signal) : undefined;
    });
    return reading && this.#tellReading(frameIndex, reading);
  }

  /** What the networks find in a relief; undefined while they are busy, do not work or read crops. Never throws. */
  async readRelief(relief: FaceRelief): Promise<InferenceResult | undefined> {
    const wrinkles = await this.#look('uv-relief', async (signal) => {
      const live = this.#live ?? (await this.#openRelief(signal));
      return live instanceof LiveRelief ? this.#readRelief(live, relief, signal) : undefined;
    });
    return wrinkles && { frameIndex: relief.frameIndex, flame: undefined, wrinkles };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#options.host[Symbol.asyncDispose]();
  }

  /** Reads what has come, unless there is something else to do or it is not what the pack reads. */
  async #look<Result>(
    input: FaceNetworkInput,
    action: (signal: AbortSignal) => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    const isWanted = this.#input === undefined || this.#input === input;
    if (this.#name === '' || !isWanted || this.#isBusy || this.#options.now() < this.#retryTime) {
      return undefined;
    }
    return this.#work(action);
  }

  /** Does one thing at a time; a failure becomes the state. */
  async #work<Result>(action: (signal: AbortSignal) => Promise<Result>): Promise<Result | undefined> {
    const { signal } = this.#abort;
    this.#isBusy = true;
    try {
      if (this.#options.host.status.status === 'failed') {
        this.#options.host.start();
      }
      const result = await action(signal);
      if (signal.aborted) {
        return undefined;
      }
      this.#delay = FIRST_DELAY;
      return result;
    } catch (thrown) {
      if (!signal.aborted) {
        this.#fail(toAppError(thrown, 'inference/unavailable'));
      }
      return undefined;
    } finally {
      if (!signal.aborted) {
        this.#isBusy = false;
      }
    }
  }

  /** Finds the pack, and opens it unless that has time until there is something to read. */
  async #find(signal: AbortSignal): Promise<LivePack | undefined> {
    const pack = await this.#options.findPack(this.#name);
    signal.throwIfAborted();
    const input = networkInputOf(pack.manifest);
    this.#input = input;
    if (input === undefined) {
      this.#tellOff();
      return undefined;
    }
    this.#tell({ status: 'starting', pack: this.#name, input });
    if (input === 'uv-relief') {
      this.#options.onPerson({ pack: undefined, shape: undefined });
      return undefined;
    }
    const live = await LivePack.open(pack, this.#knownPerson(), this.#options, signal);
    signal.throwIfAborted();
    this.#live = live;
    if (live.person === undefined) {
      this.#options.onPerson({ pack: this.#name, shape: undefined });
    }
    this.#tellProgress(live);
    return live;
  }

  async #openRelief(signal: AbortSignal): Promise<LiveRelief | undefined> {
    const { findPack, knownWrinkles } = this.#options;
    const pack = await findPack(this.#name);
    if (networkInputOf(pack.manifest) !== 'uv-relief') {
      return undefined;
    }
    const live = await LiveRelief.open(pack, knownWrinkles(), this.#options);
    signal.throwIfAborted();
    this.#live = live;
    return live;
  }

  async #readRelief(live: LiveRelief, relief: FaceRelief, signal: AbortSignal): Promise<Float32Array> {
    const wrinkles = await live.read(relief, signal);
    if (!signal.aborted) {
      const pack = live.pack.manifest.name;
      const how = { provider: 'cpu', fallback: undefined, isEightBit: false, usesBasis: false } as const;
      this.#tell({ status: 'running', pack, input: 'uv-relief', ...how });
    }
    return wrinkles;
  }

  #knownPerson(): KnownPerson {
    if (this.#known?.pack === this.#name) {
      return this.#known.codes;
    }
    const detail = this.#options.knownDetail(this.#name);
    return detail === undefined ? {} : { detail };
  }

  #tellReading(frameIndex: number, { coarse, displacement, wrinkles }: LiveReading): InferenceResult {
    const { expression, pose, camera, light } = coarse;
    if (this.#live instanceof LivePack) {
      this.#tellProgress(this.#live);
    }
    if (displacement !== undefined) {
      const values = new Int16Array(displacement.length);
      packDisplacement(displacement, values);
      const jaw = pose.subarray(JAW_ROTATION, JAW_ROTATION + 3);
      const made = Float32Array.of(...expression, ...jaw);
      this.#options.onDisplacement({ frameIndex, expression: made, values });
    }
    return { frameIndex, flame: { expression, pose, camera, light }, wrinkles };
  }

  #tellProgress(live: LivePack): void {
    const { name } = live.pack.manifest;
    if (live.person === undefined) {
      this.#tell({ status: 'enrolling', pack: name, input: 'aligned-crop', ...live.progress });
      return;
    }
    const { provider, fallback, isEightBit, usesBasis } = live;
    const how = { provider, fallback, isEightBit, usesBasis };
    this.#tell({ status: 'running', pack: name, input: 'aligned-crop', ...how });
    this.#standIn(usesBasis ? live.sampled : undefined);
    if (this.#announced !== live) {
      this.#announced = live;
      this.#known = { pack: name, codes: live.person };
      this.#options.onPerson({ pack: name, shape: live.person.shape });
      this.#options.onDetail(name, live.person.detail);
      void this.#makeEightBit(live, this.#abort.signal);
    }
  }

  /** Once per pack: whatever becomes of it is recorded beside it. Float32 serves until then, and when it fails. */
  async #makeEightBit(live: LivePack, signal: AbortSignal): Promise<void> {
    const crops = live.takeCrops();
    if (crops.length < 2) {
      return;
    }
    try {
      await this.#options.makeEightBit(live.pack.manifest.name, crops, signal);
    } catch {
      return;
    }
    if (!signal.aborted) {
      this.startOver();
    }
  }

  #fail({ code, message }: AppError): void {
    this.#retryTime = this.#options.now() + this.#delay;
    const retryAfter = this.#delay;
    this.#delay = Math.min(2 * this.#delay, LONGEST_DELAY);
    if (code.startsWith('model/')) {
      // The pack's files are not what they were: it is looked for again.
      this.#close();
    }
    // Whatever comes lets a pack that was not found be looked for again.
    const input = this.#input ?? 'aligned-crop';
    this.#tell({ status: 'failing', pack: this.#name, input, problem: { code, message }, retryAfter });
  }

  #close(): void {
    const live = this.#live;
    this.#live = undefined;
    this.#standIn(undefined);
    if (this.#options.host.status.status === 'ready') {
      // A process that is gone by then has nothing left to free.
      live?.release(AbortSignal.timeout(LONGEST_DELAY)).catch(() => undefined);
    }
  }

  #standIn(maps: SteppedMaps | undefined): void {
    if (maps !== this.#standsIn) {
      this.#standsIn = maps;
      this.#options.onStandIn(maps);
    }
  }

  #tellOff(): void {
    this.#tell({ status: 'off' });
    this.#options.onPerson({ pack: undefined, shape: undefined });
  }

  /** Tells a state once. */
  #tell(state: LiveFaceState): void {
    const text = JSON.stringify(state);
    if (text !== this.#told) {
      this.#told = text;
      this.#options.onState(state);
    }
  }
}
