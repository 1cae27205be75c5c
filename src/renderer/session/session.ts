import type { FaceDisplacement } from '../../shared/contract/live-face.ts';
import type { SettingsPatch } from '../../shared/contract/settings.ts';
import type { PlaybackChange } from '../../shared/contract/takes.ts';
import type { FaceLight } from '../../shared/core/avatar/face-light.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { PreviewLayout } from '../capture/preview-painter.ts';
import type { PreviewName } from '../capture/tracker-messages.ts';
import type { EnrolmentControl } from './enrolment-control.ts';
import type { DecaFiles } from './pack-import.ts';
import type { PeopleControl } from './people-control.ts';

/** Called once per tracked frame with objects that are reused: read, or copy, but do not keep. */
export type FrameListener = (frame: FaceFrame, observation: FaceObservation) => void;

/**
 * What a window can do. Nothing here throws for ongoing trouble: that is state in the store. A failed action ends as
 * a `failures` entry there.
 */
export interface Session {
  /** Starts a camera; without an id the remembered one, or else the first. */
  startCamera(cameraId?: string): Promise<void>;
  /** Plays a video file in a loop as if it were a camera. */
  startVideo(file: Blob, label: string): Promise<void>;
  /** Has the demo performer of that name (PERFORMER_LOOKS) act as if before a camera. */
  startDemo(performer: string): Promise<void>;
  stopSource(): void;
  /** Measures the neutral face from the last half second and keeps it in the settings. */
  calibrate(): Promise<void>;
  clearCalibration(): Promise<void>;
  /** Hides (face to neutral, said so on the stream), freezes, or shows the face again. */
  conceal(concealment: 'none' | 'hide' | 'freeze'): Promise<void>;
  updateSettings(patch: SettingsPatch): Promise<void>;
  /** Makes this window the capturer when another one is. */
  takeOver(): void;
  downloadPack(name: string): Promise<void>;
  cancelDownload(name: string): void;
  /** Makes a face pack of the user's DECA files and chooses it. */
  importDeca(files: DecaFiles): Promise<void>;
  cancelPackImport(): void;
  dismissFailure(index: number): void;
  startRecording(): Promise<void>;
  stopRecording(): Promise<void>;
  /** Plays a take to the avatar and the targets, instead of the camera. */
  playTake(name: string): Promise<void>;
  changePlayback(change: PlaybackChange): Promise<void>;
  stopPlayback(): Promise<void>;
  renameTake(name: string, newName: string): Promise<void>;
  /** Deletes the file itself, for good. */
  deleteTake(name: string): Promise<void>;
  /**
   * Gives the tracker worker a canvas of the page to draw the camera picture and landmarks on, exactly as tracked.
   * The canvas's control is transferred: it can be given once.
   */
  attachPreview(name: PreviewName, canvas: HTMLCanvasElement): void;
  configurePreview(name: PreviewName, layout: PreviewLayout): void;
  /** Listens to frames; returns the function that stops listening. */
  onFrame(listener: FrameListener): () => void;
  /** Listens to how the face is lit, now and then; the object is reused. Returns the function that stops listening. */
  onLight(listener: (light: FaceLight) => void): () => void;
  /** The enrolled people. */
  readonly people: Pick<
    PeopleControl,
    'choose' | 'rename' | 'delete' | 'forgetWrinkles' | 'importFile' | 'exportFile' | 'fileOf'
  >;
  /** The guided enrolment. */
  readonly enrolment: Omit<EnrolmentControl, 'feed'>;
  /** Listens to the relief of the chosen face pack's head. Returns the function that stops listening. */
  onRelief(listener: (relief: FaceDisplacement) => void): () => void;
  /** Keeps another picture behind the avatar, or none: an encoded picture file. */
  setBackgroundPicture(bytes: Uint8Array | undefined): Promise<void>;
  /** Makes the avatar page's address worthless and makes another. */
  renewAvatarPage(): Promise<void>;
  close(): void;
}
