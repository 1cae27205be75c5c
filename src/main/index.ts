import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, type BrowserWindow, dialog, session } from 'electron';
import { toAppError } from '../shared/contract/app-error.ts';
import { PageAssets } from './assets/page-assets.ts';
import { SharedFiles } from './assets/shared-files.ts';
import { createServices, type Services } from './create-services.ts';
import { dataFolder, dataPaths } from './data-folder.ts';
import { APP_ORIGIN, registerAppScheme, serveAppScheme } from './electron/app-scheme.ts';
import { registerHideHotkey } from './electron/hide-hotkey.ts';
import { lockDownPages, lockDownSession, silenceChromium } from './electron/lock-down.ts';
import { openMainWindow } from './electron/main-window.ts';
import { acceptPagePorts } from './electron/page-ports.ts';
import { startUtilityWorker } from './electron/utility-worker-process.ts';
import { readLaunchSource } from './launch-source.ts';
import { pageFragment } from './page-fragment.ts';
import { openPageServer, type PageServer } from './server/page-server.ts';
import { FileLog } from './services/log/file-log.ts';
import type { Log } from './services/log/log.ts';

/* Entry of the Electron app: constructs the services, the page's scheme and one window, and connects them. */

const folder = dataFolder({ platform: process.platform, homeFolder: homedir(), variables: process.env });
app.setPath('userData', join(folder, 'electron'));
registerAppScheme();
silenceChromium(app);
lockDownPages(app);
let window: BrowserWindow | undefined;

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: { camera: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const source = readLaunchSource(typeof values.camera === 'string' ? values.camera : undefined);
  const sharedFiles = new SharedFiles();
  const video = source.video === undefined ? undefined : sharedFiles.share(source.video);
  const paths = dataPaths(folder);
  const log = new FileLog(paths.log, () => new Date());
  const services = await createServices({
    dataFolder: folder,
    shell: 'electron',
    version: app.getVersion(),
    log,
    startInference: () => startUtilityWorker(join(import.meta.dirname, 'inference-process.js')),
    startBackground: () => startUtilityWorker(join(import.meta.dirname, 'background-process.js')),
  });
  let pages: PageServer | undefined;
  endWith(async () => {
    await pages?.close();
    await services[Symbol.asyncDispose]();
  });

  await app.whenReady();
  const built = import.meta.dirname;
  const assets = new PageAssets({
    rendererFolder: join(built, '../renderer'),
    officialBundle: services.officialBundle,
    faceModel: services.faceModel,
    sharedFiles,
  });
  // Set by `electron-vite dev` alone.
  const developmentServer = process.env.ELECTRON_RENDERER_URL;
  const pageOrigin = developmentServer === undefined ? APP_ORIGIN : new URL(developmentServer).origin;
  lockDownSession(session.defaultSession, pageOrigin);
  serveAppScheme(session.defaultSession, assets);
  acceptPagePorts(services.sessions, pageOrigin);
  registerHideHotkey(services.settings, log);
  pages = await serveAvatarPage(services, assets, log);
  window = await openMainWindow({
    address: `${pageOrigin}/${pageFragment({ camera: source.camera, video })}`,
    preload: join(built, '../preload/index.cjs'),
    stateFile: paths.windowState,
  });
}

/** Serves the avatar page to other programs on this machine. The app goes on without it, and says so in its window. */
async function serveAvatarPage(
  services: Services,
  assets: PageAssets,
  log: Log,
): Promise<PageServer | undefined> {
  try {
    return await openPageServer({ services, assets, port: 0, log });
  } catch (thrown) {
    services.avatarPage.failed(toAppError(thrown).message);
    return undefined;
  }
}

/** Lets the services end before the app does. */
function endWith(dispose: () => PromiseLike<void>): void {
  let hasEnded = false;
  app.on('will-quit', (event) => {
    if (hasEnded) {
      return;
    }
    event.preventDefault();
    const quit = () => {
      hasEnded = true;
      app.quit();
    };
    // What fails while ending has nobody left to tell.
    dispose().then(quit, quit);
  });
}

app.on('window-all-closed', () => app.quit());
app.on('second-instance', () => {
  // Restoring a window that is not minimised would undo its being maximised.
  if (window?.isMinimized()) {
    window.restore();
  }
  window?.focus();
});
if (app.requestSingleInstanceLock()) {
  start().catch((thrown: unknown) => {
    dialog.showErrorBox('Furrow could not start', toAppError(thrown).message);
    app.exit(1);
  });
} else {
  app.quit();
}
