import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../../shared/contract/app-error.ts';
import type { DownloadProgress } from '../../../shared/contract/backend.ts';
import { sha256OfFile } from './sha256.ts';

/** A file on a server, of which exactly these bytes are accepted. */
export interface PinnedFile {
  readonly url: string;
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits */
  readonly sha256: string;
}

export interface DownloadOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Called at the start, with what an earlier try left, and with every piece that arrives. */
  readonly onProgress: (progress: DownloadProgress) => void;
}

/**
 * Downloads a pinned file. What arrives is collected in `destination + '.part'`, which survives interruptions and
 * is continued by the next call; only when size and SHA-256 are right does it become `destination`.
 *
 * @throws AppError `download/failed` when the server or the connection fails: the part stays, try again;
 *   `model/hash-mismatch` when the server has another file than the pinned one: the part is deleted;
 *   `cancelled` when the signal aborts: the part stays.
 */
export async function downloadFile(
  file: PinnedFile,
  destination: string,
  options: DownloadOptions,
): Promise<void> {
  const part = `${destination}.part`;
  try {
    await mkdir(dirname(destination), { recursive: true });
    const present = await presentBytes(part, file.bytes);
    options.onProgress({ receivedBytes: present, totalBytes: file.bytes });
    if (present < file.bytes) {
      await receiveRest(file, part, present, options);
    }
    if ((await sha256OfFile(part)) !== file.sha256) {
      throw notThePinnedFile(file, 'its SHA-256 is a different one');
    }
    await rename(part, destination);
  } catch (thrown) {
    const error = asDownloadError(thrown, file, options.signal);
    if (error.code === 'model/hash-mismatch') {
      await rm(part, { force: true });
    }
    throw error;
  }
}

/** Bytes that an earlier try left in the part file; 0 when there is none, or one that cannot be its beginning. */
async function presentBytes(part: string, totalBytes: number): Promise<number> {
  const found = await stat(part).catch(() => undefined);
  return found === undefined || found.size > totalBytes ? 0 : found.size;
}

async function receiveRest(
  file: PinnedFile,
  part: string,
  present: number,
  options: DownloadOptions,
): Promise<void> {
  const finished = new AbortController();
  try {
    const response = await options.fetch(file.url, {
      signal: AbortSignal.any([options.signal, finished.signal]),
      headers: { 'Accept-Encoding': 'identity', ...(present > 0 ? { Range: `bytes=${present}-` } : {}) },
    });
    const start = checkedStart(response, file, present);
    const handle = await open(part, start > 0 ? 'r+' : 'w');
    try {
      await receiveBody(response, file, handle, start, options.onProgress);
    } finally {
      await handle.close();
    }
  } finally {
    // Ends the request whatever happened; a server may still be sending.
    finished.abort();
  }
}

/** Where in the file the response's body begins: a server may ignore the range and send all of it. */
function checkedStart(response: Response, file: PinnedFile, present: number): number {
  const { status, headers } = response;
  if (status !== 200 && status !== 206 && status !== 416) {
    throw new Error(`the server answered ${status} ${response.statusText}`.trim());
  }
  if (status === 416) {
    throw notThePinnedFile(file, `it ends before byte ${present}`);
  }
  const start = status === 206 ? present : 0;
  if (status === 206 && !headers.get('content-range')?.startsWith(`bytes ${present}-`)) {
    throw notThePinnedFile(file, 'the server sent another part of it than the one asked for');
  }
  const length = headers.get('content-length');
  const end = start + Number(length);
  if (length !== null && (status === 200 ? end !== file.bytes : end > file.bytes)) {
    throw notThePinnedFile(file, `it has ${end} bytes`);
  }
  return start;
}

async function receiveBody(
  { body }: Response,
  file: PinnedFile,
  handle: FileHandle,
  start: number,
  onProgress: DownloadOptions['onProgress'],
): Promise<void> {
  const reader = body?.getReader();
  let received = start;
  for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
    if (received + piece.value.length > file.bytes) {
      throw notThePinnedFile(file, 'it does not end there');
    }
    await handle.write(piece.value, 0, piece.value.length, received);
    received += piece.value.length;
    onProgress({ receivedBytes: received, totalBytes: file.bytes });
  }
  if (received < file.bytes) {
    throw new Error(`the connection ended after ${received} of ${file.bytes} bytes`);
  }
}

function notThePinnedFile({ url, bytes, sha256 }: PinnedFile, difference: string): AppError {
  return new AppError(
    'model/hash-mismatch',
    `What ${url} serves is not the expected file of ${bytes} bytes: ${difference}. It was deleted and nothing was ` +
      'installed. Check that no proxy or login page answers in its place, or update the app.',
    { details: { url, bytes, sha256 } },
  );
}

function asDownloadError(thrown: unknown, { url }: PinnedFile, signal: AbortSignal): AppError {
  if (signal.aborted) {
    return new AppError('cancelled', 'The download was cancelled. The next one continues where it stopped.', {
      cause: thrown,
    });
  }
  if (thrown instanceof AppError) {
    return thrown;
  }
  return new AppError(
    'download/failed',
    `The download of ${url} failed: ${reasonOf(thrown)}. Try again: it continues where it stopped.`,
    { details: { url }, cause: thrown },
  );
}

/** fetch says only "fetch failed" or "terminated" and keeps the reason (ECONNREFUSED…) in the cause. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) {
    return String(thrown);
  }
  return thrown.cause instanceof Error ? `${thrown.message} (${thrown.cause.message})` : thrown.message;
}
