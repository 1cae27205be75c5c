import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { FACE_MODEL_PATH } from '../../shared/contract/live-face.ts';
import { AVATAR_PAGE_PATH } from '../session/avatar-page.ts';
import { type ByteRange, parseByteRange } from './byte-range.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { SharedFiles } from './shared-files.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.mkv': 'video/x-matroska',
};

/** Where the tracker worker finds the official bundle once it has been downloaded. */
const OFFICIAL_BUNDLE_PATH = '/tracker/official.task';

/** Pages that have an address of their own. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ['/', '/index.html'],
  [AVATAR_PAGE_PATH, '/avatar.html'],
]);

/** The bundler puts a hash of the content into these names. */
const HASHED_PREFIX = '/assets/';

export interface PageAssetsOptions {
  /** The built renderer. */
  readonly rendererFolder: string;
  /** The downloaded official tracker bundle, when there is one. */
  readonly officialBundle: () => Promise<string | undefined>;
  /** The face model of the chosen face pack, while one runs. */
  readonly faceModel: () => string | undefined;
  /** Files the user has named, by the secret paths of their addresses. */
  readonly sharedFiles: SharedFiles;
}

export interface AssetRequest {
  readonly method: string;
  /** Path of the address, still encoded, without query. */
  readonly path: string;
  /** The `Range` header. */
  readonly range: string | undefined;
}

/** An answer whose body, if any, is a part of a file. */
export interface AssetResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (ByteRange & { readonly file: string }) | undefined;
}

/** Everything a page may load, the same in both shells. Reads files and nothing else; leads nowhere else. */
export class PageAssets {
  readonly #options: PageAssetsOptions;

  constructor(options: PageAssetsOptions) {
    this.#options = options;
  }

  /** Answers a request. Never throws for anything a request can say. */
  async respond({ method, path, range }: AssetRequest): Promise<AssetResponse> {
    if (method !== 'GET' && method !== 'HEAD') {
      return empty(405, { Allow: 'GET, HEAD' });
    }
    const file = await this.#fileFor(path);
    const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
    if (file === undefined || !found?.isFile()) {
      return empty(404);
    }
    const part = parseByteRange(range, found.size);
    if (part === 'unsatisfiable') {
      return empty(416, { 'Content-Range': `bytes */${found.size}` });
    }
    const { start, end } = part ?? { start: 0, end: found.size - 1 };
    return {
      status: part === undefined ? 200 : 206,
      headers: {
        ...SECURITY_HEADERS,
        'Content-Type': CONTENT_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
        'Content-Length': String(end - start + 1),
        'Accept-Ranges': 'bytes',
        'Cache-Control': path.startsWith(HASHED_PREFIX) ? 'public, max-age=31536000, immutable' : 'no-cache',
        ...(part === undefined ? {} : { 'Content-Range': `bytes ${start}-${end}/${found.size}` }),
      },
      body: method === 'HEAD' || found.size === 0 ? undefined : { file, start, end },
    };
  }

  async #fileFor(path: string): Promise<string | undefined> {
    const shared = this.#options.sharedFiles.fileAt(path);
    if (shared !== undefined) {
      return shared;
    }
    if (path === OFFICIAL_BUNDLE_PATH) {
      return this.#options.officialBundle();
    }
    if (path === FACE_MODEL_PATH) {
      return this.#options.faceModel();
    }
    return this.#rendererFile(PAGES.get(path) ?? path);
  }

  /** The file of the built renderer at an address, or undefined when the address leads out of its folder. */
  async #rendererFile(path: string): Promise<string | undefined> {
    const names = decode(path)?.split('/').slice(1);
    if (names === undefined || names.some((name) => !/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name))) {
      return undefined;
    }
    const folder = await realpath(this.#options.rendererFolder);
    const file = await realpath(join(folder, ...names)).catch(() => undefined);
    return file?.startsWith(folder + sep) ? file : undefined;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function empty(status: number, headers: Readonly<Record<string, string>> = {}): AssetResponse {
  return { status, headers: { ...SECURITY_HEADERS, 'Content-Length': '0', ...headers }, body: undefined };
}
