import { cameraLost } from './camera-errors.ts';
import { CaptureClock } from './capture-clock.ts';
import type { DeliverFrame, FrameSource } from './frame-source.ts';
import type { CameraHandover } from './tracker-messages.ts';

/**
 * Frames the browser keeps while the worker is busy with one; further ones are dropped by it, uncounted. Few enough
 * not to starve the camera's own buffers.
 */
export const WAITING_FRAMES = 3;

/** A camera whose frames (or track) the page has handed over to this worker. */
export class CameraFrameSource implements FrameSource {
  readonly stalledError = cameraLost();
  readonly #frames: ReadableStream<VideoFrame>;
  readonly #now: () => number;

  constructor(handover: CameraHandover, now: () => number) {
    this.#frames =
      handover.kind === 'frames'
        ? handover.frames
        : new MediaStreamTrackProcessor({ track: handover.track, maxBufferSize: WAITING_FRAMES }).readable;
    this.#now = now;
  }

  /** @throws AppError `camera/lost` when the camera ends by itself. */
  async play(deliver: DeliverFrame, signal: AbortSignal): Promise<void> {
    const clock = new CaptureClock();
    const reader = this.#frames.getReader();
    const stop = () => void reader.cancel();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (;;) {
        const { done, value: picture } = await reader.read();
        if (signal.aborted) {
          picture?.close();
          return;
        }
        if (done) {
          throw cameraLost();
        }
        deliver(picture, clock.captureTime(picture.timestamp, this.#now()));
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
