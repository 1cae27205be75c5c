import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { AppError } from '../shared/contract/app-error.ts';
import { parseDemoName } from '../shared/core/performance/performer-look.ts';

/** The source to begin with: a camera's id or label, `demo` or `demo:NAME` for a demo performer, or a video file. */
export interface LaunchSource {
  readonly camera: string | undefined;
  readonly video: string | undefined;
}

/**
 * What `--camera` means: a demo performer, the file of that name when there is one, otherwise a camera.
 * @throws AppError `video/unreadable` when it can only be meant as a file that does not exist
 */
export function readLaunchSource(value: string | undefined): LaunchSource {
  if (value === undefined || value === '') {
    return { camera: undefined, video: undefined };
  }
  if (parseDemoName(value) !== undefined) {
    return { camera: value, video: undefined };
  }
  if (existsSync(value) && statSync(value).isFile()) {
    return { camera: undefined, video: value };
  }
  if (/[/\\]/.test(value) || /^\.[a-z0-9]{2,4}$/i.test(extname(value))) {
    throw new AppError(
      'video/unreadable',
      `There is no file ${value}. Give a video file or the name of a camera.`,
    );
  }
  return { camera: value, video: undefined };
}
