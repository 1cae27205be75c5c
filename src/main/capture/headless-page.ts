import { AppError } from '../../shared/contract/app-error.ts';
import type { Endpoint } from '../../shared/contract/endpoint.ts';
import type { CaptureInput, CaptureJob } from '../../shared/contract/headless-capture.ts';
import { PageAssets } from '../assets/page-assets.ts';
import { SharedFiles } from '../assets/shared-files.ts';
import type { HeadlessBrowser, LaunchHeadlessBrowser } from '../browser/headless-browser.ts';
import { pageFragment } from '../page-fragment.ts';
import { createToken, isSameToken } from '../server/access-tokens.ts';
import { BackendSockets } from '../server/backend-sockets.ts';
import { type ListeningServer, listenOnLoopback } from '../server/http-server.ts';
import type { Log } from '../services/log/log.ts';
import { CaptureConnection, type CaptureListener, type JobResult } from './capture-connection.ts';

/** Milliseconds a browser gets to start and connect: slow disks, a virus scanner, two hundred megabytes. */
const START_LIMIT = 60_000;
/** Milliseconds its page's socket may stay without showing its token. */
const TOKEN_DEADLINE = 10_000;

export interface HeadlessPageOptions {
  /** The built renderer. */
  readonly rendererFolder: string;
  /** The downloaded official tracker bundle, if any. */
  readonly officialBundle: string | undefined;
  /** Browsers to try, best first. */
  readonly browsers: readonly LaunchHeadlessBrowser[];
  readonly log: Log;
}

/** What shows a face: files on this machine, or the demo performer. */
export type CaptureSource =
  | { readonly kind: 'video'; readonly file: string }
  /** Pictures in their order, `rate` of them a second. */
  | { readonly kind: 'pictures'; readonly files: readonly string[]; readonly rate: number }
  | Extract<CaptureInput, { readonly kind: 'demo' }>;

/** How to track a source. */
export type CaptureSettings = Omit<CaptureJob, 'input' | 'isRepeated'>;

interface PageParts {
  readonly files: SharedFiles;
  readonly server: ListeningServer;
  readonly sockets: BackendSockets;
  readonly browser: HeadlessBrowser;
  readonly connection: CaptureConnection;
}

/** The renderer's capture page in a browser without a window, with a server of its own on loopback. */
export class HeadlessPage implements AsyncDisposable {
  readonly #parts: PageParts;
  /** The source of the last job, if somebody was enrolled from it. */
  #enrolledFrom: CaptureSource | undefined;

  private constructor(parts: PageParts) {
    this.#parts = parts;
  }

  /**
   * Opens the page in the first browser that gets as far as connecting.
   * @throws AppError `capture/no-browser`
   */
  static async open({
    rendererFolder,
    officialBundle,
    browsers,
    log,
  }: HeadlessPageOptions): Promise<HeadlessPage> {
    const files = new SharedFiles();
    const token = createToken();
    let arrive: (endpoint: Endpoint) => void = () => undefined;
    const sockets = new BackendSockets({
      sessions: { accept: (endpoint) => arrive(endpoint) },
      tokens: { scopeOf: (given) => (isSameToken(given, token) ? 'control' : undefined) },
      tokenDeadline: TOKEN_DEADLINE,
    });
    const assets = new PageAssets({
      rendererFolder,
      officialBundle: async () => officialBundle,
      faceModel: () => undefined,
      sharedFiles: files,
    });
    const server = await listenOnLoopback({ assets, sockets, log }, 'any');
    const address = `http://127.0.0.1:${server.port}/capture.html${pageFragment({ token })}`;
    for (const launch of browsers) {
      const arrival = new Promise<Endpoint>((resolve) => {
        arrive = resolve;
      });
      const browser = await launch(address);
      const endpoint = await arrivalOf(arrival, browser);
      if (endpoint !== undefined) {
        const connection = new CaptureConnection(endpoint);
        void browser.exited.then(() => connection.lose());
        return new HeadlessPage({ files, server, sockets, browser, connection });
      }
      await browser.close();
    }
    await server.close();
    throw new AppError(
      'capture/no-browser',
      'Capture needs Electron or a Chromium to decode videos and find faces, and none started. Run "npx install-electron", or install Chromium or Chrome (FURROW_CHROMIUM names one).',
    );
  }

  /** Whether it has ended, hung or been cancelled in the middle of something: it is of no more use then. */
  get isLost(): boolean {
    return this.#parts.connection.isLost;
  }

  /**
   * Tracks every frame of a source, in order. One that somebody has just been enrolled from, the same object, is looked at
   * again with what was seen then.
   * @throws AppError as `CaptureConnection.run`
   */
  async capture(
    source: CaptureSource,
    settings: CaptureSettings,
    listener: CaptureListener,
    signal: AbortSignal,
  ): Promise<JobResult> {
    const { files, connection } = this.#parts;
    const paths = captureFiles(source).map((file) => files.share(file));
    const input = inputAt(paths, source);
    const isRepeated = source === this.#enrolledFrom;
    this.#enrolledFrom = undefined;
    try {
      const result = await connection.run({ ...settings, input, isRepeated }, listener, signal);
      this.#enrolledFrom = settings.enrol && source;
      return result;
    } finally {
      files.withdraw(paths);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { browser, sockets, server } = this.#parts;
    await browser.close();
    sockets[Symbol.dispose]();
    await server.close();
  }
}

/** The files a source consists of. */
export function captureFiles(source: CaptureSource): readonly string[] {
  switch (source.kind) {
    case 'video':
      return [source.file];
    case 'pictures':
      return source.files;
    case 'demo':
      return [];
  }
}

/** A source as the page gets it, its files at `paths`. */
function inputAt(paths: readonly string[], source: CaptureSource): CaptureInput {
  switch (source.kind) {
    case 'video':
      return { kind: 'video', path: paths[0] ?? '' };
    case 'pictures':
      return { kind: 'pictures', paths, rate: source.rate };
    case 'demo':
      return source;
  }
}

/** The connection of the page in `browser`; undefined when it ends or takes too long. */
async function arrivalOf(
  arrival: Promise<Endpoint>,
  browser: HeadlessBrowser,
): Promise<Endpoint | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), START_LIMIT);
  });
  const ended = browser.exited.then(() => undefined);
  try {
    return await Promise.race([arrival, ended, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
