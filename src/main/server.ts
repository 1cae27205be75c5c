import { PageAssets } from './assets/page-assets.ts';
import { SharedFiles } from './assets/shared-files.ts';
import { createServices } from './create-services.ts';
import { disposeInReverse } from './dispose-in-reverse.ts';
import type { StartWorkerProcess } from './inference/worker-process.ts';
import { pageFragment } from './page-fragment.ts';
import { openPageServer } from './server/page-server.ts';
import type { Log } from './services/log/log.ts';

export interface ServerOptions {
  /** The user's data. */
  readonly dataFolder: string;
  /** The built renderer. */
  readonly rendererFolder: string;
  /** 0: the first free one from the default up. */
  readonly port: number;
  /** The camera to start with: its id or label. */
  readonly camera: string | undefined;
  /** The video file to start with instead of a camera. */
  readonly video: string | undefined;
  readonly version: string;
  readonly log: Log;
  /** Starts a process for the networks of face packs. */
  readonly startInference: StartWorkerProcess;
  /** Starts a process for what takes long and can wait. */
  readonly startBackground: StartWorkerProcess;
  readonly tokenDeadline?: number;
}

/** Browser mode, running. */
export interface FurrowServer extends AsyncDisposable {
  readonly port: number;
  /** Opens the app: holds the control token in its fragment, which browsers never send. */
  readonly address: string;
  /** The avatar page, which only watches, e.g. as a browser source in OBS; the same after every start until it is renewed. */
  readonly viewAddress: string;
  /** Makes the present view address worthless and ends the connections that came in with it. */
  renewViewAddress(): Promise<void>;
}

/**
 * Starts browser mode: the services, and a server on loopback that hands any Chromium on this machine the renderer.
 * @throws AppError `server/port-busy`, `server/failed`, `settings/newer-version`
 */
export async function startServer(options: ServerOptions): Promise<FurrowServer> {
  const { log } = options;
  const services = await createServices({ ...options, shell: 'browser' });
  const sharedFiles = new SharedFiles();
  const video = options.video === undefined ? undefined : sharedFiles.share(options.video);
  const assets = new PageAssets({
    rendererFolder: options.rendererFolder,
    officialBundle: services.officialBundle,
    faceModel: services.faceModel,
    sharedFiles,
  });
  try {
    const server = await openPageServer({ ...options, services, assets });
    const launch = { camera: options.camera, video };
    log.info('Browser mode is running.', { port: server.port });
    return {
      port: server.port,
      address: `${server.root}/${pageFragment({ token: services.tokens.control, ...launch })}`,
      get viewAddress() {
        return services.avatarPage.address ?? server.root;
      },
      renewViewAddress: () => services.avatarPage.renew(),
      [Symbol.asyncDispose]: () =>
        disposeInReverse(
          [
            { name: 'services', dispose: async () => services[Symbol.asyncDispose]() },
            { name: 'pages', dispose: () => server.close() },
          ],
          log,
        ),
    };
  } catch (thrown) {
    await services[Symbol.asyncDispose]();
    throw thrown;
  }
}
