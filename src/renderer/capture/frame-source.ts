import type { AppError } from '../../shared/contract/app-error.ts';

/** Takes a frame over: whoever receives it closes it. `time` is the capture time on the session's clock, ms. */
export type DeliverFrame = (picture: VideoFrame, time: number) => void;

/** Pictures of a face: a camera or a video file, in the tracker worker. */
export interface FrameSource {
  /**
   * Delivers frames in real time until `signal` aborts, then resolves; everything is released by then.
   * @throws AppError `camera/…` or `video/…` when the source ends or fails by itself.
   */
  play(deliver: DeliverFrame, signal: AbortSignal): Promise<void>;
  /** What to say when no frame has come for too long; undefined when that is nothing to speak of. */
  readonly stalledError: AppError | undefined;
}
