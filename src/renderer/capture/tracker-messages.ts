import type { TrackerBundle } from '../../shared/contract/backend.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { FaceLight } from '../../shared/core/avatar/face-light.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { Neutral, PipelineSettings } from '../../shared/core/tracking/pipeline-settings.ts';
import type { BackendAddress } from '../backend/backend-address.ts';
import type { Failure, PublishingState, TrackerState, TrackerStatistics } from '../state/app-state.ts';
import type { PreviewLayout } from './preview-painter.ts';

/** What `auto` found out about one bundle on one graphics card, kept in the settings. */
export type MeasuredDelegate = Settings['tracker']['measured'][number];

/**
 * Pictures handed to the worker: a stream of frames, the track itself, or a port that brings frames one by one
 * (a `VideoFrame` each, transferred; undefined at the end).
 */
export type CameraHandover =
  | { readonly kind: 'frames'; readonly frames: ReadableStream<VideoFrame> }
  | { readonly kind: 'track'; readonly track: MediaStreamTrack }
  | { readonly kind: 'port'; readonly port: MessagePort };

/** Places of the page that show the tracked pictures: the camera's own, behind the avatar, and while enrolling. */
export type PreviewName = 'camera' | 'avatar' | 'enrolment';

/** From the page to the tracker worker. */
export type TrackerCommand =
  /** The first message: where the backend is, and when the page's clock was zero (see `session-clock.ts`). */
  | { readonly type: 'start'; readonly backend: BackendAddress; readonly pageTimeOrigin: number }
  /** Loads (or changes) the tracker; its progress comes back as `tracker` reports. */
  | { readonly type: 'load'; readonly bundle: TrackerBundle; readonly settings: Settings['tracker'] }
  | { readonly type: 'configure'; readonly pipeline: PipelineSettings }
  /** Who is before the camera, a `.furrow` file; undefined for nobody in particular. */
  | { readonly type: 'person'; readonly identity: Uint8Array | undefined }
  /** Opens a source, closing the present one. What the handover holds is transferred. */
  | { readonly type: 'open-camera'; readonly sourceId: number; readonly handover: CameraHandover }
  | { readonly type: 'open-video'; readonly sourceId: number; readonly file: Blob }
  /** `performer`: the name of one of PERFORMER_LOOKS. */
  | { readonly type: 'open-demo'; readonly sourceId: number; readonly performer: string }
  | { readonly type: 'close-source' }
  | { readonly type: 'measure-neutral' }
  /** The canvas is transferred. */
  | { readonly type: 'attach-preview'; readonly name: PreviewName; readonly canvas: OffscreenCanvas }
  | { readonly type: 'configure-preview'; readonly name: PreviewName; readonly layout: PreviewLayout }
  /** Lends pictures to an enrolment worker at the other end of the port (see `EnrolmentFeed`), or to none any more. */
  | { readonly type: 'feed-enrolment'; readonly port: MessagePort | undefined }
  /** Whether anybody can see the page; a hidden page gets no preview, and its stream goes on. */
  | { readonly type: 'visibility'; readonly isVisible: boolean }
  /** The page has taken the last `frame`; until then it gets no other. */
  | { readonly type: 'frame-taken' }
  | { readonly type: 'take-over' }
  /** Answers `port-wanted`; the port is transferred. Undefined when there is none to be had. */
  | { readonly type: 'port'; readonly port: MessagePort | undefined };

/** From the tracker worker to the page. */
export type TrackerReport =
  | { readonly type: 'frame'; readonly frame: FaceFrame; readonly observation: FaceObservation }
  | { readonly type: 'tracker'; readonly state: TrackerState }
  /** `auto` has measured; to be remembered in the settings. */
  | { readonly type: 'measured'; readonly measured: MeasuredDelegate }
  /** The source delivers pictures of this size; sent again when one of the values changes. */
  | {
      readonly type: 'source-running';
      /** As it was opened: a report about an earlier source may still be on its way. */
      readonly sourceId: number;
      readonly width: number;
      readonly height: number;
      readonly isBlack: boolean;
    }
  /** The source fails. `isStalled`: it is still open and will be reported running when pictures come again. */
  | {
      readonly type: 'source-failed';
      readonly sourceId: number;
      readonly failure: Failure;
      readonly isStalled: boolean;
    }
  /** How the face is lit; now and then. */
  | { readonly type: 'light'; readonly light: FaceLight }
  | { readonly type: 'statistics'; readonly statistics: TrackerStatistics }
  | { readonly type: 'publishing'; readonly state: PublishingState }
  /** Answers `measure-neutral`; undefined when no face was seen for long enough. */
  | { readonly type: 'neutral'; readonly neutral: Neutral | undefined }
  /** The worker needs a port to the backend (Electron). */
  | { readonly type: 'port-wanted' };
