import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Names under which Linux distributions put Chromium, or a browser built from it, on the PATH. */
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const MAC_APPLICATIONS = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
];

const WINDOWS_PROGRAMS = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe'];

/**
 * Switches for a Chromium under test: headless, able to run as root in a container, and silent on the network
 * (no first-run pages, component updates, sync or QUIC). Playwright adds a fresh profile by itself.
 */
export const chromiumArguments: readonly string[] = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Absolute path of the Chromium that the browser tests drive: FURROW_CHROMIUM when set, otherwise the usual
 * places of Linux, macOS and Windows.
 * @throws Error of one line that says how to get one.
 */
export function chromiumPath(): string {
  const chosen = process.env.FURROW_CHROMIUM;
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) {
      throw new Error(
        `FURROW_CHROMIUM names ${chosen}, which does not exist; set it to a Chromium or Chrome binary.`,
      );
    }
    return chosen;
  }
  const found = usualPlaces().find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(
      'No Chromium found for the browser tests. Debian: apt install chromium; or set FURROW_CHROMIUM.',
    );
  }
  return found;
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      MAC_APPLICATIONS.map((application) => join(folder, application)),
    );
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => WINDOWS_PROGRAMS.map((program) => join(root, program)));
  }
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/snap/bin');
  return folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
}
