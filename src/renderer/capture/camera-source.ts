import { AppError } from '../../shared/contract/app-error.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { Camera } from '../state/app-state.ts';
import { cameraError, cameraLost } from './camera-errors.ts';
import { WAITING_FRAMES } from './camera-frame-source.ts';
import { type CameraWish, findCamera, listCameras } from './camera-list.ts';
import type { CameraHandover } from './tracker-messages.ts';
import { readVideoElement } from './video-element-frames.ts';

/** A camera that is open, ready to be handed over to the tracker worker. */
export interface OpenCamera {
  readonly camera: Camera;
  /** To be transferred, once. */
  readonly handover: CameraHandover;
  /** Switches the camera off. */
  close(): void;
}

/** The camera to open, and the picture it should give if it can. */
export interface CameraRequest {
  /** Undefined means any camera. */
  readonly wanted: CameraWish | undefined;
  readonly picture: Pick<Settings['source'], 'width' | 'height' | 'rate'>;
}

/** The cameras connected now; nameless until the permission has been given. */
export async function readCameras(): Promise<Camera[]> {
  // Undefined in a page that was not opened over a secure origin; `openCamera` says so.
  return listCameras((await navigator.mediaDevices?.enumerateDevices()) ?? []);
}

/**
 * Opens a camera, asking for the permission if need be.
 * @throws AppError `camera/denied`, `camera/missing`, `camera/busy`, `camera/lost` or `camera/failed`
 */
export async function openCamera({ wanted, picture }: CameraRequest): Promise<OpenCamera> {
  if (navigator.mediaDevices === undefined) {
    throw new AppError(
      'camera/failed',
      'This page may not use cameras, because it was not opened at 127.0.0.1 or localhost.',
    );
  }
  try {
    const id = wanted === undefined ? undefined : await identify(wanted);
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        ...(id === undefined ? {} : { deviceId: { exact: id } }),
        width: { ideal: picture.width },
        height: { ideal: picture.height },
        frameRate: { ideal: picture.rate },
      },
    });
    return await takeTrack(stream);
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : cameraError(thrown);
  }
}

/** The id of the camera meant. Names are hidden before the permission is given: then it is asked for first. */
async function identify(wanted: CameraWish): Promise<string> {
  const known = findCamera(await readCameras(), wanted);
  if (known !== undefined) {
    return known.id;
  }
  const asked = await navigator.mediaDevices.getUserMedia({ audio: false, video: true });
  stopTracks(asked);
  const found = findCamera(await readCameras(), wanted);
  if (found === undefined) {
    throw new AppError(
      'camera/missing',
      `The camera "${wanted.label || wanted.id}" is not connected. Plug it in or choose another one.`,
    );
  }
  return found.id;
}

async function takeTrack(stream: MediaStream): Promise<OpenCamera> {
  const [track] = stream.getVideoTracks();
  if (track === undefined) {
    throw new AppError('camera/failed', 'The camera has no picture to give. Choose another one.');
  }
  const id = track.getSettings().deviceId ?? '';
  const camera = (await readCameras()).find((candidate) => candidate.id === id);
  if (track.readyState === 'ended') {
    // Unplugged while it was being opened.
    throw cameraLost();
  }
  return {
    camera: camera ?? { id, label: track.label },
    handover: handOver(track),
    close: () => stopTracks(stream),
  };
}

/**
 * The way of a track's frames into the worker, best first: a stream that the browser moves there whole, so that no
 * frame touches the page; the track itself, where only workers may read tracks (Safari); and frames read from a
 * video element (Firefox), which pause while the page is hidden.
 */
function handOver(track: MediaStreamTrack): CameraHandover {
  if (typeof MediaStreamTrackProcessor !== 'undefined') {
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: WAITING_FRAMES });
    return { kind: 'frames', frames: readable };
  }
  if (isTransferable(track.clone())) {
    return { kind: 'track', track: track.clone() };
  }
  return { kind: 'port', port: readVideoElement(track) };
}

/** Tries it out: no browser tells. Uses the track up. */
function isTransferable(track: MediaStreamTrack): boolean {
  try {
    // TypeScript's list of transferable objects does not have tracks yet.
    structuredClone(track, { transfer: [track as unknown as Transferable] }).stop();
    return true;
  } catch {
    track.stop();
    return false;
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.stop();
  }
}
