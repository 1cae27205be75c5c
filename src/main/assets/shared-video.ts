import { randomBytes } from 'node:crypto';
import { basename, resolve } from 'node:path';

/** A video file that the user named at the start, readable by the page under an address nobody can guess. */
export interface SharedVideo {
  readonly file: string;
  /** Path of the address, already encoded. */
  readonly urlPath: string;
}

/** Makes a new secret address for a file. */
export function shareVideo(file: string): SharedVideo {
  const secret = randomBytes(16).toString('base64url');
  return { file: resolve(file), urlPath: `/video/${secret}/${encodeURIComponent(basename(file))}` };
}
