import {
  FACE_CROP_BYTES,
  type FaceCropPicture,
  type FaceNetworkInput,
  type FaceRelief,
  type LiveFaceState,
} from '../../shared/contract/live-face.ts';
import { RELIEF_SIZE, type ReliefObservation } from '../../shared/core/detail/relief/relief-observation.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation, InferenceResult } from '../../shared/core/face/face-observation.ts';
import type { PipelineSettings } from '../../shared/core/tracking/pipeline-settings.ts';
import { CropPace } from './crop-pace.ts';
import { FaceCutter } from './face-cutter.ts';
import type { ReliefClient } from './relief/relief-client.ts';

/** Milliseconds until a picture is sent again after one of which nothing came. */
const PAUSE_AFTER_NOTHING = 250;
/** Milliseconds from one relief to the next at least: folds come and go more slowly than expressions. */
const RELIEF_INTERVAL = 200;

/** Bytes of a picture on its way, by what is made of it. */
const BYTES: Readonly<Record<FaceNetworkInput, number>> = {
  'aligned-crop': FACE_CROP_BYTES,
  'uv-relief': 2 * RELIEF_SIZE ** 2,
};

/** What face readings need of their surroundings. */
export interface FaceReadingOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Has a crop read by the services; undefined when they find nothing. */
  readonly read: (crop: FaceCropPicture) => Promise<InferenceResult | undefined>;
  /** The same for a relief. */
  readonly readRelief: (relief: FaceRelief) => Promise<InferenceResult | undefined>;
  /** Makes what lays pictures of a person (a `.furrow` file; undefined for nobody in particular) on the open head. */
  readonly createReliefClient: (identity: Uint8Array | undefined) => Pick<ReliefClient, 'look' | 'close'>;
}

/**
 * Has the chosen face pack read the face at its own rate: a crop is cut, or the relief of the skin is taken, when the last
 * one has been answered, and nothing while no pack wants any.
 */
export class FaceReading {
  readonly #options: FaceReadingOptions;
  readonly #pace = new CropPace();
  #cutter: FaceCutter | undefined;
  #relief: Pick<ReliefClient, 'look' | 'close'> | undefined;
  #identity: Uint8Array | undefined;
  #input: FaceNetworkInput = 'aligned-crop';
  #isWanted = false;
  #isConcealed = false;
  #fieldOfView = 45;
  #isReading = false;
  #nextTime = 0;
  /** As long as the services will not try again anyway, where a pack fails. */
  #pauseAfterNothing = PAUSE_AFTER_NOTHING;
  #newest: InferenceResult | undefined;
  /** Counts sources, people and packs; answers about earlier ones are thrown away. */
  #generation = 0;
  #pack: string | undefined;

  constructor(options: FaceReadingOptions) {
    this.#options = options;
  }

  /** The newest result about the present source; undefined while no pack runs. */
  get newest(): InferenceResult | undefined {
    return this.#newest;
  }

  /** Bytes of a picture that may still be on its way. */
  get bytesOnTheWay(): number {
    return this.#isReading ? BYTES[this.#input] : 0;
  }

  /** Takes note of what the services want. */
  stateChanged(state: LiveFaceState): void {
    this.#isWanted = state.status !== 'off';
    const pack = state.status === 'off' ? undefined : state.pack;
    if (pack !== this.#pack) {
      this.#pack = pack;
      this.#input = 'aligned-crop';
      this.reset();
    }
    if (state.status !== 'off') {
      this.#input = state.input ?? this.#input;
    }
    const isFailing = state.status === 'failing';
    this.#pauseAfterNothing = isFailing ? state.retryAfter : PAUSE_AFTER_NOTHING;
    if (!isFailing) {
      this.#nextTime = Math.min(this.#nextTime, this.#options.now() + PAUSE_AFTER_NOTHING);
    }
    if (this.#input !== 'uv-relief') {
      this.#closeRelief();
    }
  }

  /** Nothing of a face that is hidden or frozen is looked at. */
  configure({ concealment, fieldOfView }: Pick<PipelineSettings, 'concealment' | 'fieldOfView'>): void {
    this.#isConcealed = concealment !== 'none';
    this.#fieldOfView = fieldOfView;
  }

  /** Another person is before the camera: a `.furrow` file, or undefined for nobody in particular. */
  changePerson(identity: Uint8Array | undefined): void {
    this.#identity = identity;
    this.#closeRelief();
    this.reset();
  }

  /** Forgets results: those of another source or pack say nothing about this one. */
  reset(): void {
    this.#generation += 1;
    this.#newest = undefined;
  }

  /** Takes note of how well the tracker keeps up. */
  watchRate(trackedRate: number, sourceRate: number): void {
    this.#pace.update(trackedRate, sourceRate);
  }

  /** Looks at a picture that has been tracked; takes what is wanted of it when it is time to. */
  look(picture: VideoFrame, observation: FaceObservation, frame: FaceFrame): void {
    if (!this.#isWanted || this.#isConcealed || this.#isReading || this.#options.now() < this.#nextTime) {
      return;
    }
    if (this.#input === 'uv-relief') {
      this.#lookAtRelief(picture, observation, frame);
      return;
    }
    this.#cutter ??= new FaceCutter();
    const pixels = this.#cutter.cut(picture, observation);
    if (pixels !== undefined) {
      const expression = frame.expression.slice();
      void this.#read(() => this.#options.read({ frameIndex: observation.index, pixels, expression }));
    }
  }

  #lookAtRelief(picture: VideoFrame, observation: FaceObservation, frame: FaceFrame): void {
    if (!observation.hasFace || frame.tracking !== 'tracked') {
      return;
    }
    this.#relief ??= this.#options.createReliefClient(this.#identity);
    const seen = this.#relief.look({
      picture: picture.clone(),
      observation,
      frame,
      fieldOfView: this.#fieldOfView,
    });
    // By the time the relief is there, the tracker has gone on to other frames.
    const { index: frameIndex } = observation;
    const expression = frame.expression.slice();
    void this.#read(async () => this.#readRelief(await seen, { frameIndex, expression }));
  }

  async #readRelief(
    seen: ReliefObservation | undefined,
    frame: Pick<FaceRelief, 'frameIndex' | 'expression'>,
  ): Promise<InferenceResult | undefined> {
    return seen && (await this.#options.readRelief({ ...frame, ...seen }));
  }

  /** Does one thing at a time. */
  async #read(take: () => Promise<InferenceResult | undefined>): Promise<void> {
    const generation = this.#generation;
    const begin = this.#options.now();
    this.#isReading = true;
    let result: InferenceResult | undefined;
    try {
      result = await take();
    } catch {
      // Without services there is nothing to be read; they tell themselves when they are back.
    }
    this.#isReading = false;
    const pause = result === undefined ? this.#pauseAfterNothing : this.#pace.pause;
    const due = this.#input === 'uv-relief' ? begin + RELIEF_INTERVAL : 0;
    this.#nextTime = Math.max(this.#options.now() + pause, due);
    if (result !== undefined && generation === this.#generation) {
      this.#newest = result;
    }
  }

  #closeRelief(): void {
    this.#relief?.close();
    this.#relief = undefined;
  }
}
