import { spawn } from 'node:child_process';
import { type BrowserEnvironment, findChromium } from './chromium.ts';

/**
 * Opens an address in a Chromium when there is one, because the tracker needs its camera interfaces, otherwise in
 * the user's usual browser. Whether it worked cannot be known; the address is always printed too.
 */
export function openPage(address: string, environment: BrowserEnvironment): void {
  const [command, ...values] = openCommand(address, environment);
  const child = spawn(command, values, { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}

function openCommand(address: string, environment: BrowserEnvironment): [string, ...string[]] {
  const chromium = findChromium(environment);
  if (chromium !== undefined) {
    return [chromium, address];
  }
  switch (environment.platform) {
    case 'darwin':
      return ['open', address];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', address];
    default:
      return ['xdg-open', address];
  }
}
