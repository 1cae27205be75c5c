import type { ErrorCode } from '../../shared/contract/app-error.ts';
import type { AvatarPageState } from '../../shared/contract/avatar.ts';
import type {
  DownloadablePack,
  RemoteControlState,
  StreamState,
  TrackerBundle,
} from '../../shared/contract/backend.ts';
import type { IdentityEntry } from '../../shared/contract/identities.ts';
import type { FacePackEntry, LiveFaceState, LivePerson } from '../../shared/contract/live-face.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { PlaybackState, RecordingState, TakeEntry } from '../../shared/contract/takes.ts';
import type { SteppedMaps } from '../../shared/core/detail/basis/stepped-maps.ts';
import type { TrackingState } from '../../shared/core/face/face-frame.ts';
import type { EnrolmentState } from './enrolment-state.ts';

/** A failure as state: what the alert says and which action it offers follow from the code. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The page's connection to the services. */
export type ConnectionState =
  | { readonly status: 'connecting' }
  | { readonly status: 'ready' }
  | { readonly status: 'reconnecting'; readonly attempt: number }
  | { readonly status: 'refused'; readonly failure: Failure };

/** What pictures can come from: a camera, a video file, or the demo performer. */
export type SourceKind = 'camera' | 'video' | 'demo';

/** Where the pictures come from. */
export type SourceState =
  | { readonly status: 'off' }
  | { readonly status: 'starting'; readonly kind: SourceKind; readonly label: string }
  | {
      readonly status: 'running';
      readonly kind: SourceKind;
      readonly label: string;
      readonly width: number;
      readonly height: number;
      /** The picture has been all but black for two seconds: a covered lens or a privacy switch. */
      readonly isBlack: boolean;
    }
  | { readonly status: 'failed'; readonly kind: SourceKind; readonly failure: Failure };

/** The face tracker in its worker. */
export type TrackerState =
  | { readonly status: 'off' }
  | { readonly status: 'loading' }
  | { readonly status: 'measuring' }
  | { readonly status: 'ready'; readonly bundle: TrackerBundle['name']; readonly delegate: 'gpu' | 'cpu' }
  | { readonly status: 'failed'; readonly failure: Failure };

/** Whether this window is the one whose frames are streamed. */
export type PublishingState =
  | { readonly status: 'off' }
  | { readonly status: 'publishing' }
  | { readonly status: 'elsewhere' }
  | { readonly status: 'disconnected' };

/** Measured by the tracker worker over the last second, published about twice a second. */
export interface TrackerStatistics {
  /** Frames per second that arrived, and that were tracked. */
  readonly sourceRate: number;
  readonly trackedRate: number;
  /** Frames skipped since the source started because a newer one was there. */
  readonly droppedFrames: number;
  /** Tracked frames that were not sent because the services had not yet taken the ones before. */
  readonly unsentFrames: number;
  /** Milliseconds from a frame's arrival to its FaceFrame, median and 95th percentile. */
  readonly trackMedian: number;
  readonly trackP95: number;
}

/** A camera the user can choose. */
export interface Camera {
  readonly id: string;
  /** Unique: equal names are told apart by a number. */
  readonly label: string;
}

/** An import of DECA: `reading` hands the files over. */
export type PackImportState =
  | { readonly status: 'idle' | 'done' }
  | { readonly status: 'reading' | 'importing'; readonly share: number };

/** Everything the interface shows that is not per frame. Frames go past the store (see `Session.onFrame`). */
export interface AppState {
  readonly connection: ConnectionState;
  readonly settings: Settings;
  readonly cameras: readonly Camera[];
  readonly source: SourceState;
  readonly tracker: TrackerState;
  readonly publishing: PublishingState;
  readonly tracking: TrackingState;
  /** No face has been seen for three seconds although pictures come and the tracker runs. */
  readonly isFaceMissing: boolean;
  readonly statistics: TrackerStatistics | undefined;
  readonly stream: StreamState;
  readonly remoteControl: RemoteControlState;
  readonly packs: readonly DownloadablePack[];
  /** Received share 0..1 of each download that runs, by pack name. */
  readonly downloads: Readonly<Record<string, number>>;
  readonly liveFace: LiveFaceState;
  /** The head that the chosen face pack moves. */
  readonly livePerson: LivePerson;
  /** What the shown person's wrinkles have been refined to; undefined: as enrolled. */
  readonly refinedWrinkles: SteppedMaps | undefined;
  /** What stands for the decoder of the chosen face pack; undefined: nothing needs to. */
  readonly sampledWrinkles: SteppedMaps | undefined;
  readonly facePacks: readonly FacePackEntry[];
  readonly packImport: PackImportState;
  readonly recording: RecordingState;
  readonly playback: PlaybackState;
  /** Newest first. */
  readonly takes: readonly TakeEntry[];
  /** The enrolled people, newest first. */
  readonly people: readonly IdentityEntry[];
  readonly enrolment: EnrolmentState;
  /** The person who is shown, a `.furrow` file; undefined for nobody in particular. */
  readonly shownIdentity: Uint8Array | undefined;
  /** Where other programs find the avatar. */
  readonly avatarPage: AvatarPageState;
  /** What is behind the avatar: an encoded picture file. */
  readonly backgroundPicture: Uint8Array | undefined;
  /** How the last calibration went; `pending` while the neutral face is being measured. */
  readonly calibration: 'none' | 'pending' | 'done' | 'failed';
  /** Failures of single actions, shown until dismissed. */
  readonly failures: readonly Failure[];
}
