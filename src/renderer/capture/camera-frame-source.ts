import { cameraLost } from './camera-errors.ts';
import { CaptureClock } from './capture-clock.ts';
import type { DeliverFrame, FrameSource } from './frame-source.ts';
import type { CameraHandover } from './tracker-messages.ts';

/**
 * Frames the browser keeps while the worker is busy with one; further ones are dropped by it, uncounted. Few enough
 * not to starve the camera's own buffers.
 */
export const WAITING_FRAMES = 3;

/** A camera whose frames the page has handed over to this worker. */
export class CameraFrameSource implements FrameSource {
  readonly stalledError = cameraLost();
  readonly #handover: CameraHandover;
  readonly #now: () => number;

  constructor(handover: CameraHandover, now: () => number) {
    this.#handover = handover;
    this.#now = now;
  }

  /** @throws AppError `camera/lost` when the camera ends by itself. */
  async play(deliver: DeliverFrame, signal: AbortSignal): Promise<void> {
    const clock = new CaptureClock();
    const reader = openFrames(this.#handover).getReader();
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
      if (this.#handover.kind === 'track') {
        this.#handover.track.stop();
      }
    }
  }
}

function openFrames(handover: CameraHandover): ReadableStream<VideoFrame> {
  switch (handover.kind) {
    case 'frames':
      return handover.frames;
    case 'track':
      return new MediaStreamTrackProcessor({ track: handover.track, maxBufferSize: WAITING_FRAMES }).readable;
    case 'port':
      return readPort(handover.port);
  }
}

function readPort(port: MessagePort): ReadableStream<VideoFrame> {
  return new ReadableStream<VideoFrame>(
    {
      start(controller) {
        port.onmessage = ({ data: picture }: MessageEvent<VideoFrame | undefined>) => {
          if (picture === undefined) {
            controller.close();
          } else if ((controller.desiredSize ?? 0) > 0) {
            controller.enqueue(picture);
          } else {
            picture.close();
          }
        };
      },
      cancel() {
        port.close();
      },
    },
    { highWaterMark: WAITING_FRAMES },
  );
}
