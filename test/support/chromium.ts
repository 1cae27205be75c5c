import { homedir } from 'node:os';
import { findChromium } from '../../src/main/browser/chromium.ts';

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
 * Absolute path of the Chromium that the browser tests drive.
 * @throws Error of one line that says how to get one.
 */
export function chromiumPath(): string {
  const found = findChromium({ platform: process.platform, homeFolder: homedir(), variables: process.env });
  if (found === undefined) {
    throw new Error(
      process.env.FURROW_CHROMIUM
        ? `FURROW_CHROMIUM names ${process.env.FURROW_CHROMIUM}, which does not exist; set it to a Chromium or Chrome binary.`
        : 'No Chromium found for the browser tests. Debian: apt install chromium; or set FURROW_CHROMIUM.',
    );
  }
  return found;
}
