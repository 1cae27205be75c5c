import type { ReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';

/** A tracked picture and what was found in it. */
export interface ReliefPicture {
  /** Transferred, and closed by whoever gets it. */
  readonly picture: VideoFrame;
  readonly observation: FaceObservation;
  readonly frame: FaceFrame;
  /** The camera's, from top to bottom, degrees. */
  readonly fieldOfView: number;
}

/** From the tracker worker to the relief worker. */
export type ReliefCommand =
  /** The first message: where the open head is served, and whose head the pictures show (a `.furrow` file), if known. */
  | { readonly type: 'start'; readonly origin: string; readonly identity: Uint8Array | undefined }
  /** Answered by one `ReliefReport`. */
  | ({ readonly type: 'look' } & ReliefPicture);

/** From the relief worker: what a picture shows; undefined when that is nothing. Its arrays are transferred. */
export type ReliefReport = ReliefObservation | undefined;
