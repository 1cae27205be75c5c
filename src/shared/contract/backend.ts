import type { AvatarSetup } from '../core/avatar/avatar-look.ts';
import type { SteppedMaps } from '../core/detail/basis/stepped-maps.ts';
import type { ReliefObservation } from '../core/detail/relief/relief-observation.ts';
import type { FaceFrame } from '../core/face/face-frame.ts';
import type { FaceObservation, InferenceResult } from '../core/face/face-observation.ts';
import type { PipelineChange } from '../core/take/take-record.ts';
import type { ErrorCode } from './app-error.ts';
import type { AvatarPageState, BackgroundPicture } from './avatar.ts';
import type { IdentityEntry, ShownIdentity } from './identities.ts';
import type {
  FaceCropPicture,
  FaceDisplacement,
  FacePackEntry,
  FaceRelief,
  LiveFaceState,
  LivePerson,
  MeasuredRelief,
} from './live-face.ts';
import type { FilePiece, ImportStep } from './pack-import.ts';
import type { Settings, SettingsPatch } from './settings.ts';
import type { PlaybackChange, PlaybackState, PlayRequest, RecordingState, TakeEntry } from './takes.ts';

/** Raised whenever a table below changes in a way an older client or server would misread. */
export const PROTOCOL_VERSION = 1;

/**
 * What a connection is for. `window` is the app's page: it reads and changes settings and commands the services.
 * `capturer` is the tracker worker of a window: the one source of frames. `viewer` only watches (the OBS page).
 */
export const ROLES = ['window', 'capturer', 'viewer'] as const;

/** One of `ROLES`. */
export type Role = (typeof ROLES)[number];

/** How a client introduces itself. */
export interface Hello {
  readonly protocolVersion: number;
  readonly role: Role;
  /** The client's monotonic clock now, milliseconds. */
  readonly clientTime: number;
  /** Capturers only: replace the present capturer instead of being refused with `backend/capturer-present`. */
  readonly takeOver: boolean;
}

/** The services' answer to `hello`. */
export interface Welcome {
  /** The server's monotonic clock when it answered, milliseconds; clock offset = serverTime − clientTime − half the trip. */
  readonly serverTime: number;
  readonly version: string;
  readonly shell: 'electron' | 'browser';
  /** What went wrong while the services started and was worked around, e.g. unreadable settings; windows only. */
  readonly problems: readonly Problem[];
}

/** An AppError as plain data. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
}

/** One frame on its way from the tracker worker to the services. */
export interface PublishedFrame {
  readonly observation: FaceObservation;
  readonly frame: FaceFrame;
  /**
   * What the pipeline was told before this frame, if anything: new settings, or to start over. The first frame of a
   * connection always has it. While a recording runs, the pipeline starts over when it begins and after frames that
   * were not sent, so that the take's observations give the same frames again.
   */
  readonly pipeline?: PipelineChange | undefined;
}

/** What a target's sender is doing. `failing` keeps trying with every frame and says why. */
export interface TargetState {
  readonly id: string;
  readonly status: 'off' | 'waiting' | 'sending' | 'failing';
  readonly packets: number;
  readonly bytes: number;
  /** Frames per second over the last second. */
  readonly rate: number;
  readonly message: string | undefined;
}

/** What all senders are doing. */
export interface StreamState {
  readonly targets: readonly TargetState[];
  /** Milliseconds from capture to the datagram's send, median and 95th percentile over the last second. */
  readonly latencyMedian: number | undefined;
  readonly latencyP95: number | undefined;
}

/** Commands that come in over OSC and that the window carries out. */
export type RemoteCommand = { readonly name: 'calibrate' };

export type RemoteControlState =
  | { readonly status: 'off' }
  | { readonly status: 'listening'; readonly host: string; readonly port: number }
  | { readonly status: 'failed'; readonly message: string };

/** The tracker bundles this machine can use. */
export interface TrackerBundle {
  readonly name: 'official' | 'assembled';
  /** Address of the bundle's bytes, relative to the page's origin. */
  readonly path: string;
  readonly hasScores: boolean;
}

/** How far a download has come, bytes. */
export interface DownloadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

/** A pack that can be downloaded, as the catalog lists it. */
export interface DownloadablePack {
  readonly name: string;
  readonly title: string;
  readonly bytes: number;
  readonly licenceName: string;
  readonly licenceUrl: string;
  readonly installed: boolean;
}

type Request<Params, Result, Progress = never> = { params: Params; result: Result; progress: Progress };

/** One frame of a take that plays. */
export interface PlayedFrame {
  readonly observation: FaceObservation;
  readonly frame: FaceFrame;
}

/** Everything the renderer asks of, tells and hears from the services. */
export type BackendContract = {
  requests: {
    /**
     * First request of every connection; all others are refused before it. May be repeated in the same role, to
     * measure the clock offset again. A connection that was refused as capturer may ask to be a viewer.
     */
    hello: Request<Hello, Welcome>;
    'settings/get': Request<undefined, Settings>;
    'settings/update': Request<SettingsPatch, Settings>;
    /** The bundles that are there, best first. */
    'tracker/bundles': Request<undefined, readonly TrackerBundle[]>;
    'packs/list': Request<undefined, readonly DownloadablePack[]>;
    'packs/download': Request<{ readonly name: string }, undefined, DownloadProgress>;
    /** The face packs that are installed and whole; the settings say which one is chosen. */
    'face-packs/list': Request<undefined, readonly FacePackEntry[]>;
    /** Hands over a piece of a file that a DECA pack is made from. */
    'face-packs/give': Request<FilePiece, undefined>;
    /** Makes the pack `deca` of what has been handed over, which is deleted then, whatever comes of it. */
    'face-packs/import-deca': Request<undefined, undefined, ImportStep>;
    /** Deletes what has been handed over. */
    'face-packs/discard': Request<undefined, undefined>;
    /**
     * What the chosen pack's networks find in a face; undefined when none is chosen or it does not work at the moment
     * (`face/state` says why). One at a time: others are answered with undefined.
     */
    'face/read': Request<FaceCropPicture, InferenceResult | undefined>;
    /** The same for packs that read relief. Each of the two answers with undefined what is the other's. */
    'face/read-relief': Request<FaceRelief, InferenceResult | undefined>;
    /** What a relief network finds in a relief, for enrolments. One at a time: others wait. */
    'relief/measure': Request<ReliefObservation, MeasuredRelief>;
    /** Begins a take; how it goes on is told by `recording/state`. */
    'recording/start': Request<undefined, undefined>;
    'recording/stop': Request<undefined, undefined>;
    'recording/mark': Request<{ readonly label: string }, undefined>;
    /** Newest first. */
    'takes/list': Request<undefined, readonly TakeEntry[]>;
    'takes/delete': Request<{ readonly name: string }, undefined>;
    'takes/rename': Request<{ readonly name: string; readonly newName: string }, undefined>;
    /** Plays a take to targets, viewers and windows instead of the capturer's frames. */
    'takes/play': Request<PlayRequest, undefined>;
    /** Pauses, goes on, jumps: see `PlaybackChange`. */
    'takes/change': Request<PlaybackChange, undefined>;
    'takes/stop': Request<undefined, undefined>;
    /** Keeps another picture behind the avatar, or none; `avatar/picture` tells all who show it. */
    'avatar/set-picture': Request<BackgroundPicture, undefined>;
    /** Makes the avatar page's address worthless and makes another; `avatar/page` tells it. */
    'avatar/renew-page': Request<undefined, undefined>;
    /** Newest first. */
    'identities/list': Request<undefined, readonly IdentityEntry[]>;
    /** The `.furrow` file of a person, to be kept elsewhere. */
    'identities/read': Request<{ readonly id: string }, { readonly bytes: Uint8Array }>;
    /** Keeps a `.furrow` file's person, replacing one of the same id, and shows them. */
    'identities/add': Request<{ readonly bytes: Uint8Array }, IdentityEntry>;
    /** Shows a person, or without one the open head; `identity` tells all who show it. */
    'identities/choose': Request<{ readonly id: string | undefined }, undefined>;
    'identities/rename': Request<{ readonly id: string; readonly name: string }, undefined>;
    /** Deletes for good, with what the settings hold of their face. */
    'identities/delete': Request<{ readonly id: string }, undefined>;
    /** Forgets what was learnt of a person's wrinkles since they were enrolled. */
    'identities/forget-wrinkles': Request<{ readonly id: string }, undefined>;
  };
  signals: {
    /** A frame of the capturer; ignored from any other role. */
    frame: PublishedFrame;
  };
  events: {
    /** To windows and capturers, so that a change made elsewhere (a hotkey, a second window) reaches the pipeline. */
    settings: Settings;
    'stream/state': StreamState;
    'remote-control/state': RemoteControlState;
    /** To windows and to capturers, who let the pipeline start over when a recording begins. */
    'recording/state': RecordingState;
    'playback/state': PlaybackState;
    /** To windows: a frame of the take that plays, with what was seen; slow readers skip some. */
    'playback/frame': PlayedFrame;
    'remote-control/command': RemoteCommand;
    /** To viewers: how to show the frames; a window knows it from the settings. */
    'avatar/setup': AvatarSetup;
    /** To windows and viewers. */
    'avatar/picture': BackgroundPicture;
    /** To windows. */
    'avatar/page': AvatarPageState;
    /** To windows and viewers: the person to show. */
    identity: ShownIdentity;
    /** To windows and capturers, who send crops or relief in all states but `off`. */
    'face/state': LiveFaceState;
    /** To windows and viewers: how the person's head is shaped in the chosen pack. */
    'face/person': LivePerson;
    /** To windows and viewers: what the person's wrinkles have been refined to; undefined: as enrolled. */
    'face/wrinkles': SteppedMaps | undefined;
    /**
     * To windows and viewers: the wrinkle basis that stands for the decoder of the chosen pack where the machine is too slow
     * for it; undefined: its displacements come by themselves.
     */
    'face/sampled-wrinkles': SteppedMaps | undefined;
    /** To windows and viewers: the newest relief; slow readers skip some. */
    'face/displacement': FaceDisplacement;
    /** To the capturer that has been replaced, just before its connection closes. */
    'capturer/replaced': undefined;
    /** To viewers: the newest frame; slow readers skip some. A capturer that leaves is followed by a lost frame. */
    frame: FaceFrame;
  };
};
