import type { DeliverFrame, FrameSource } from './frame-source.ts';
import { DecodedVideo } from './video-decoding.ts';
import { waitUntil } from './wait-until.ts';

/**
 * Milliseconds behind real time beyond which the clock starts again instead of racing to catch up: three pictures. A
 * picture counts as captured when it was due, so what decoding is behind would look like delay of tracking and sending.
 */
const LATEST = 100;

/** Shown for a frame whose file gives it no duration, milliseconds; also keeps a one-frame file from spinning. */
const SHORTEST_FRAME = 1000 / 60;

/** A video file that is played in real time, again and again, decoded in this worker. */
export class VideoFileSource implements FrameSource {
  readonly stalledError = undefined;
  readonly #file: Blob;
  readonly #now: () => number;

  constructor(file: Blob, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** @throws AppError `video/unreadable` (no video, damaged) or `video/unsupported` (a codec nobody here decodes). */
  async play(deliver: DeliverFrame, signal: AbortSignal): Promise<void> {
    const video = await DecodedVideo.open(this.#file);
    try {
      let start = this.#now();
      while (!signal.aborted) {
        start = await this.#playOnce(video, start, deliver, signal);
      }
    } finally {
      video.close();
    }
  }

  /** Plays from `start`, in session time, and returns when the next round begins. */
  async #playOnce(
    video: DecodedVideo,
    start: number,
    deliver: DeliverFrame,
    signal: AbortSignal,
  ): Promise<number> {
    let firstTime: number | undefined;
    let end = start;
    let lateness = 0;
    for await (const { picture, time, duration } of video.pictures()) {
      firstTime ??= time;
      let due = start + lateness + time - firstTime;
      const behind = this.#now() - due;
      if (behind > LATEST) {
        lateness += behind;
        due += behind;
      }
      await waitUntil(due, this.#now, signal);
      if (signal.aborted) {
        picture.close();
        return due;
      }
      end = due + Math.max(duration, SHORTEST_FRAME);
      deliver(picture, due);
    }
    return end;
  }
}
