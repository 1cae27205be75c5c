import type { CaptureJob, HeadlessCaptureContract } from '../../../shared/contract/headless-capture.ts';
import type { Client } from '../../../shared/contract/rpc.ts';
import { createReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceObservation, InferenceResult } from '../../../shared/core/face/face-observation.ts';
import { loadOpenHead } from '../../avatar/load-open-head.ts';
import { PictureRelief } from '../relief/picture-relief.ts';

/** Of how many frames one has its relief read: as often as a live camera's at 15 frames a second. */
const STRIDE = 3;

/** Milliseconds that the network may take, a process that has to be started again included. */
const PATIENCE = { deadline: 120_000 };

/**
 * Has the relief of a sequence's frames read. What one shows counts from the next frame on, however fast the network is:
 * the same input gives the same numbers.
 */
export class SequenceRelief {
  readonly #relief: PictureRelief;
  readonly #fieldOfView: number;
  readonly #client: Client<HeadlessCaptureContract>;
  #newest: Promise<InferenceResult | undefined> = Promise.resolve(undefined);

  private constructor(relief: PictureRelief, fieldOfView: number, client: Client<HeadlessCaptureContract>) {
    this.#relief = relief;
    this.#fieldOfView = fieldOfView;
    this.#client = client;
  }

  static async begin(
    { person, pipeline }: CaptureJob,
    client: Client<HeadlessCaptureContract>,
    origin: string,
  ): Promise<SequenceRelief> {
    const relief = new PictureRelief(await loadOpenHead(origin), person);
    return new SequenceRelief(relief, pipeline.fieldOfView, client);
  }

  /** What the frame before showed, or the last one that was read. */
  newest(): Promise<InferenceResult | undefined> {
    return this.#newest;
  }

  /** Looks at a frame when it is its turn; the picture stays the caller's. */
  look(picture: VideoFrame, observation: FaceObservation, frame: FaceFrame): void {
    if (observation.index % STRIDE !== 0 || frame.tracking !== 'tracked') {
      return;
    }
    const seen = createReliefObservation();
    if (!this.#relief.observe(picture, observation, frame, this.#fieldOfView, seen)) {
      return;
    }
    const { index: frameIndex, expression } = frame;
    const last = this.#newest;
    const relief = { frameIndex, expression: expression.slice(), ...seen };
    this.#newest = this.#client
      .request('face/read-relief', relief, PATIENCE)
      .then(async (result) => result ?? (await last));
    // Its failure is met at the next frame; until then it must not count as one that nobody cares for.
    this.#newest.catch(() => undefined);
  }
}
