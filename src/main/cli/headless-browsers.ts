import { join } from 'node:path';
import { findChromium } from '../browser/chromium.ts';
import {
  chromiumLauncher,
  electronLauncher,
  type LaunchHeadlessBrowser,
} from '../browser/headless-browser.ts';
import type { CommandContext } from './command.ts';
import { findElectron } from './electron-binary.ts';

/** The browsers that can show a page without a window, best first: Electron, then a Chromium. */
export function headlessBrowsers(context: CommandContext): LaunchHeadlessBrowser[] {
  const { platform, projectFolder, variables } = context;
  const electron = findElectron(projectFolder);
  const chromium = findChromium(context);
  const hasDisplay = platform !== 'linux' || Boolean(variables.DISPLAY || variables.WAYLAND_DISPLAY);
  const entry = join(projectFolder, 'out', 'main', 'headless.js');
  return [
    ...(electron === undefined ? [] : [electronLauncher(electron, entry, hasDisplay)]),
    ...(chromium === undefined ? [] : [chromiumLauncher(chromium)]),
  ];
}
