import { type AppError, toAppError } from '../../../shared/contract/app-error.ts';
import type {
  FaceCropPicture,
  FaceDisplacement,
  LiveFaceState,
  LivePerson,
} from '../../../shared/contract/live-face.ts';
import { JAW_ROTATION } from '../../../shared/core/detail/face-parameters.ts';
import { packDisplacement } from '../../../shared/core/detail/packed-displacement.ts';
import type { PersonCodes } from '../../../shared/core/detail/person-estimate.ts';
import type { InferenceResult } from '../../../shared/core/face/face-observation.ts';
import type { WorkerHost } from '../../inference/worker-host.ts';
import type { FacePack } from '../packs/face-packs.ts';
import { facePlanes } from './face-planes.ts';
import { type KnownPerson, LivePack, type LivePackOptions, type LiveReading } from './live-pack.ts';

/** What a live face works with, and whom it tells. */
export interface LiveFaceOptions extends LivePackOptions {
  readonly host: Pick<WorkerHost, 'request' | 'status' | 'start' | typeof Symbol.asyncDispose>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** @throws AppError `model/…` */
  readonly findPack: (name: string) => Promise<FacePack>;
  /** The person's detail code of a pack, when an enrolment has found it. */
  readonly knownDetail: (pack: string) => Float32Array | undefined;
  /** A detail code has been found, to be kept with the person. */
  readonly onDetail: (pack: string, code: Float32Array) => void;
  /** Makes networks in 8 bits of a person's crops, in the background; resolves when they are there. */
  readonly makeEightBit: (pack: string, crops: readonly Float32Array[], signal: AbortSignal) => Promise<void>;
  readonly onState: (state: LiveFaceState) => void;
  readonly onPerson: (person: LivePerson) => void;
  readonly onDisplacement: (displacement: FaceDisplacement) => void;
}

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 60_000;

/**
 * Runs the chosen face pack beside the tracker: one crop at a time, as they come. Whatever fails is told in the state and
 * tried again after 1, 2, 4 … 60 seconds with the crops that come then; nobody waits for it.
 */
export class LiveFace implements AsyncDisposable {
  readonly #options: LiveFaceOptions;
  #name = '';
  #person: string | undefined;
  /** The person as the pack of that name knows them, fixed for the session. */
  #known: { readonly pack: string; readonly codes: PersonCodes } | undefined;
  #live: LivePack | undefined;
  #abort = new AbortController();
  #isBusy = false;
  #delay = FIRST_DELAY;
  #retryTime = 0;
  #told = '';
  /** The one whose person has been told. */
  #announced: LivePack | undefined;

  constructor(options: LiveFaceOptions) {
    this.#options = options;
  }

  /** Absolute path of the face model that the present pack moves; undefined while none runs. */
  get faceModelFile(): string | undefined {
    return this.#live?.faceModelFile;
  }

  /** Changes the pack; an empty name chooses none. */
  choose(name: string): void {
    if (name !== this.#name) {
      this.#name = name;
      this.startOver();
    }
  }

  /** Estimates anew when another person is there. @param id undefined for nobody in particular. */
  changePerson(id: string | undefined): void {
    if (id !== this.#person) {
      this.#person = id;
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
    this.#close();
    if (this.#name === '') {
      this.#tellOff();
    } else {
      void this.#work((signal) => this.#open(signal));
    }
  }

  /** What the networks find in a crop; undefined while they are busy or do not work. Never throws. */
  async read({ frameIndex, pixels }: FaceCropPicture): Promise<InferenceResult | undefined> {
    if (this.#name === '' || this.#isBusy || this.#options.now() < this.#retryTime) {
      return undefined;
    }
    const reading = await this.#work(async (signal) => {
      const live = this.#live ?? (await this.#open(signal));
      return live?.read(facePlanes(pixels), signal);
    });
    return reading && this.#tellReading(frameIndex, reading);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#options.host[Symbol.asyncDispose]();
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

  async #open(signal: AbortSignal): Promise<LivePack | undefined> {
    const { findPack } = this.#options;
    const name = this.#name;
    this.#tell({ status: 'starting', pack: name });
    const pack = await findPack(name);
    if (pack.manifest.graphs.coarseEncoder?.input !== 'aligned-crop') {
      this.#tellOff();
      return undefined;
    }
    const live = await LivePack.open(pack, this.#knownPerson(), this.#options, signal);
    signal.throwIfAborted();
    this.#live = live;
    if (live.person === undefined) {
      this.#options.onPerson({ pack: name, shape: undefined });
    }
    this.#tellProgress(live);
    return live;
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
    if (this.#live !== undefined) {
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
    const { provider, fallback, isEightBit } = live;
    this.#tell({ status: 'running', pack: name, input: 'aligned-crop', provider, fallback, isEightBit });
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
    this.#tell({ status: 'failing', pack: this.#name, problem: { code, message }, retryAfter });
  }

  #close(): void {
    const live = this.#live;
    this.#live = undefined;
    if (this.#options.host.status.status === 'ready') {
      // A process that is gone by then has nothing left to free.
      live?.release(AbortSignal.timeout(LONGEST_DELAY)).catch(() => undefined);
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
