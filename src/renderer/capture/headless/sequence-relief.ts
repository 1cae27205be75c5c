import type { CaptureJob, HeadlessCaptureContract } from '../../../shared/contract/headless-capture.ts';
import type { Client } from '../../../shared/contract/rpc.ts';
import { createReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import { createFaceFrame } from '../../../shared/core/face/face-frame.ts';
import {
  copyObservation,
  createFaceObservation,
  type FaceObservation,
  type InferenceResult,
} from '../../../shared/core/face/face-observation.ts';
import { FramePipeline } from '../../../shared/core/tracking/frame-pipeline.ts';
import type { OpenHead } from '../../avatar/load-open-head.ts';
import { PictureRelief } from '../relief/picture-relief.ts';

/** Of how many frames one has its relief read; the others are faded over to it. */
const STRIDE = 2;

/** Milliseconds that the network may take, a process that has to be started again included. */
const PATIENCE = { deadline: 120_000 };

/**
 * Has the relief of a sequence's frames read. Whoever asks waits for it, so that what a frame shows counts in that very
 * frame, however slow the network is, and the same input gives the same numbers.
 */
export class SequenceRelief {
  readonly #relief: PictureRelief;
  readonly #fieldOfView: number;
  readonly #client: Client<HeadlessCaptureContract>;
  /** Goes ahead: relief is laid out by what the frame expresses, which the one to come is made of. */
  readonly #scout = new FramePipeline();
  readonly #frame = createFaceFrame();
  readonly #observation = createFaceObservation();
  #newest: Promise<InferenceResult | undefined> = Promise.resolve(undefined);

  constructor({ person, pipeline }: CaptureJob, head: OpenHead, client: Client<HeadlessCaptureContract>) {
    this.#relief = new PictureRelief(head, person);
    this.#fieldOfView = pipeline.fieldOfView;
    this.#scout.configure(pipeline);
    this.#client = client;
  }

  /** What a frame shows, or the last one that showed anything. The picture stays the caller's, who may close it at once. */
  read(picture: VideoFrame, observation: FaceObservation): Promise<InferenceResult | undefined> {
    const frame = this.#frame;
    copyObservation(observation, this.#observation);
    this.#observation.inference = undefined;
    this.#scout.process(this.#observation, frame);
    const isDue = observation.index % STRIDE === 0 && frame.tracking === 'tracked';
    const seen = createReliefObservation();
    if (isDue && this.#relief.observe(picture, observation, frame, this.#fieldOfView, seen)) {
      const relief = { frameIndex: frame.index, expression: frame.expression.slice(), ...seen };
      const last = this.#newest;
      this.#newest = this.#client
        .request('face/read-relief', relief, PATIENCE)
        .then(async (result) => result ?? (await last));
      // Its failure is met where it is waited for; until then it must not count as one that nobody cares for.
      this.#newest.catch(() => undefined);
    }
    return this.#newest;
  }
}
