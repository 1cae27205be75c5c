import {
  FACE_CROP_BYTES,
  type FaceCropPicture,
  type LiveFaceState,
} from '../../shared/contract/live-face.ts';
import type { FaceObservation, InferenceResult } from '../../shared/core/face/face-observation.ts';
import { CropPace } from './crop-pace.ts';
import { FaceCutter } from './face-cutter.ts';

/** Milliseconds until a crop is cut again after one of which nothing came. */
const PAUSE_AFTER_NOTHING = 250;

/** What face readings need of their surroundings. */
export interface FaceReadingOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Has a crop read by the services; undefined when they find nothing. */
  readonly read: (crop: FaceCropPicture) => Promise<InferenceResult | undefined>;
}

/**
 * Has the chosen face pack read the face at its own rate: a crop is cut when the last one has been answered, and nothing
 * is cut while no pack wants any.
 */
export class FaceReading {
  readonly #options: FaceReadingOptions;
  readonly #pace = new CropPace();
  #cutter: FaceCutter | undefined;
  #isWanted = false;
  #isConcealed = false;
  #isReading = false;
  #nextTime = 0;
  #newest: InferenceResult | undefined;
  /** Counts sources and packs; answers about earlier ones are thrown away. */
  #generation = 0;
  #pack: string | undefined;

  constructor(options: FaceReadingOptions) {
    this.#options = options;
  }

  /** The newest result about the present source; undefined while no pack runs. */
  get newest(): InferenceResult | undefined {
    return this.#newest;
  }

  /** Bytes of a crop that may still be on its way. */
  get bytesOnTheWay(): number {
    return this.#isReading ? FACE_CROP_BYTES : 0;
  }

  /** Takes note of what the services want. */
  stateChanged(state: LiveFaceState): void {
    this.#isWanted = state.status !== 'off';
    const pack = state.status === 'off' ? undefined : state.pack;
    if (pack !== this.#pack) {
      this.#pack = pack;
      this.reset();
    }
  }

  /** Nothing of a face that is hidden or frozen is looked at. */
  setConcealed(isConcealed: boolean): void {
    this.#isConcealed = isConcealed;
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

  /** Looks at a frame that has been tracked; cuts its face when it is time to. */
  look(picture: VideoFrame, observation: FaceObservation): void {
    if (!this.#isWanted || this.#isConcealed || this.#isReading || this.#options.now() < this.#nextTime) {
      return;
    }
    this.#cutter ??= new FaceCutter();
    const pixels = this.#cutter.cut(picture, observation);
    if (pixels !== undefined) {
      void this.#read({ frameIndex: observation.index, pixels });
    }
  }

  async #read(crop: FaceCropPicture): Promise<void> {
    const generation = this.#generation;
    this.#isReading = true;
    let result: InferenceResult | undefined;
    try {
      result = await this.#options.read(crop);
    } catch {
      // Without services there is nothing to be read; they tell themselves when they are back.
    }
    this.#isReading = false;
    this.#nextTime = this.#options.now() + (result === undefined ? PAUSE_AFTER_NOTHING : this.#pace.pause);
    if (result !== undefined && generation === this.#generation) {
      this.#newest = result;
    }
  }
}
