import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Names under which Linux distributions put Chromium, or a browser built from it, on the PATH. */
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const MAC_APPLICATIONS = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
];

const WINDOWS_PROGRAMS = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe'];

/** What is needed of the machine to find a browser, so that a test can stand in for it. */
export interface BrowserEnvironment {
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Absolute path of a Chromium, or a browser built from it: FURROW_CHROMIUM when set, otherwise the usual places of
 * Linux, macOS and Windows. Undefined when there is none; a FURROW_CHROMIUM that does not exist counts as none.
 */
export function findChromium(environment: BrowserEnvironment): string | undefined {
  const chosen = environment.variables.FURROW_CHROMIUM;
  const places = chosen ? [chosen] : usualPlaces(environment);
  return places.find((path) => existsSync(path));
}

function usualPlaces({ platform, homeFolder, variables }: BrowserEnvironment): string[] {
  if (platform === 'darwin') {
    return ['/Applications', join(homeFolder, 'Applications')].flatMap((folder) =>
      MAC_APPLICATIONS.map((application) => join(folder, application)),
    );
  }
  if (platform === 'win32') {
    const roots = [variables.PROGRAMFILES, variables['PROGRAMFILES(X86)'], variables.LOCALAPPDATA];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => WINDOWS_PROGRAMS.map((program) => join(root, program)));
  }
  const folders = (variables.PATH ?? '').split(delimiter).concat('/usr/bin', '/snap/bin');
  return folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
}
