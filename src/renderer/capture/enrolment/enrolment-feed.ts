import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';

/** What an enrolment worker gets; it closes the picture. Answered by any message. */
export interface EnrolmentFrame {
  readonly observation: FaceObservation;
  readonly picture: VideoFrame;
}

/**
 * Lends tracked pictures to an enrolment worker, one at a time: what it does with them never holds up the tracker, and no
 * more than one of the camera's buffers is away.
 */
export class EnrolmentFeed {
  readonly #port: MessagePort;
  #isFree = true;

  /** @param port to the enrolment worker, closed with the feed. */
  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = () => {
      this.#isFree = true;
    };
  }

  /** Lends a picture unless the last one is still out; the caller keeps its own. */
  offer(picture: VideoFrame, observation: FaceObservation): void {
    if (!this.#isFree) {
      return;
    }
    this.#isFree = false;
    const lent = picture.clone();
    const frame: EnrolmentFrame = { observation, picture: lent };
    this.#port.postMessage(frame, [lent]);
  }

  close(): void {
    this.#port.close();
  }
}
