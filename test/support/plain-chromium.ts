import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { chromiumArguments, chromiumPath } from './chromium.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A Chromium of which only tabs are opened from outside. */
export interface PlainChromium {
  /** Opens an empty tab in front of the others, which are hidden from then on. */
  openTab(): Promise<void>;
}

/**
 * Starts Chromium on an address without Playwright, which keeps every page visible and awake: here hidden tabs are
 * truly hidden, with all that the browser does to them. Ends with the running test.
 */
export async function openPlainChromium(
  address: string,
  switches: readonly string[],
): Promise<PlainChromium> {
  const profile = await temporaryFolder();
  const browser = spawn(
    chromiumPath(),
    [...chromiumArguments, ...switches, '--remote-debugging-port=0', `--user-data-dir=${profile}`, address],
    { stdio: 'ignore' },
  );
  onTestFinished(async () => {
    browser.kill();
    await once(browser, 'exit');
  });
  const [port] = await vi.waitFor(
    async () => (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n'),
    { timeout: 20_000, interval: 100 },
  );
  return {
    openTab: async () => {
      await fetch(`http://127.0.0.1:${port}/json/new?about:blank`, { method: 'PUT' });
    },
  };
}
