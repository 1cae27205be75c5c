import { AppError } from '../../shared/contract/app-error.ts';

/**
 * What went wrong when `getUserMedia` rejected, from the DOMException's name (W3C Media Capture and Streams, 10.2;
 * AbortError and TrackStartError are what browsers give for hardware trouble).
 */
export function cameraError(thrown: unknown): AppError {
  const name = thrown instanceof Error ? thrown.name : '';
  const options = { cause: thrown, details: { name } };
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new AppError(
        'camera/denied',
        'Furrow may not use the camera. Allow it in the browser’s or the system’s privacy settings, then try again.',
        options,
      );
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new AppError(
        'camera/missing',
        'No such camera is connected. Plug it in or choose another one.',
        options,
      );
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return new AppError(
        'camera/busy',
        'The camera is there but gives no picture; usually another program is using it. Close that program, then try again.',
        options,
      );
    default:
      return new AppError(
        'camera/failed',
        `The camera could not be opened: ${thrown instanceof Error ? thrown.message : String(thrown)}. Try again or choose another one.`,
        options,
      );
  }
}

/** A camera that was running and is gone or has gone silent. */
export function cameraLost(): AppError {
  return new AppError(
    'camera/lost',
    'The camera no longer sends pictures. Check its plug; Furrow goes on by itself as soon as it is back.',
  );
}
