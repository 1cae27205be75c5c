import { BrowserWindow, screen } from 'electron';
import { writePrivateFile } from '../services/private-file.ts';
import { isReachable, readWindowState, type WindowState } from './window-state.ts';

/** Size of the first window, pixels. */
const FIRST_SIZE = { width: 1280, height: 800 };
const SMALLEST_SIZE = { minWidth: 720, minHeight: 480 };

/** The page's background, so that the window does not flash white before it is there. */
const BACKGROUND = '#111318';

export interface MainWindowOptions {
  /** Address of the page, with what it is told in the fragment. */
  readonly address: string;
  /** Absolute path of the built preload script. */
  readonly preload: string;
  /** File that remembers where the window was. */
  readonly stateFile: string;
}

/** Opens the app's one window where it was last. Keeps its rate while it is hidden or covered. */
export async function openMainWindow({
  address,
  preload,
  stateFile,
}: MainWindowOptions): Promise<BrowserWindow> {
  const state = await readWindowState(stateFile);
  const isUsable =
    state !== undefined &&
    isReachable(
      state,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
  const window = new BrowserWindow({
    ...(isUsable ? { x: state.x, y: state.y, width: state.width, height: state.height } : FIRST_SIZE),
    ...SMALLEST_SIZE,
    backgroundColor: BACKGROUND,
    autoHideMenuBar: true,
    show: false,
    title: 'Furrow',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  if (isUsable && state.isMaximized) {
    window.maximize();
  }
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    // The place on the screen is a comfort; a full disk must not keep the window from closing.
    void writePrivateFile(stateFile, JSON.stringify(stateOf(window))).catch(() => undefined);
  });
  await window.loadURL(address);
  return window;
}

function stateOf(window: BrowserWindow): WindowState {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
}
