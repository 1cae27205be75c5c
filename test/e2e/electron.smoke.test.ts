import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findElectron } from '../../src/main/cli/electron-binary.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const electron = findElectron(PROJECT);
const note = electron === undefined ? " (skipped: needs Electron's binary (npx install-electron))" : '';

/** The built app with data of its own, ended when the running test does. */
async function launchApp(executablePath: string): Promise<ElectronApplication> {
  const app = await _electron.launch({
    executablePath,
    // A container's root may not use Chromium's own sandbox; the switches of the window are not touched by it.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), PROJECT],
    env: { ...process.env, FURROW_DATA: await temporaryFolder() } as Record<string, string>,
  });
  onTestFinished(() => app.close());
  return app;
}

describe.skipIf(electron === undefined)(`the Electron shell${note}`, () => {
  test('opens one window onto the services, which can leave nowhere', async () => {
    const app = await launchApp(electron ?? '');
    const page = await app.firstWindow();
    await page.waitForFunction(() => document.querySelector('#app')?.childElementCount);

    expect(page.url()).toMatch(/^furrow:\/\/app\//);
    const powers = await page.evaluate(() => ({
      node: 'process' in globalThis || 'require' in globalThis,
      opened: window.open('https://example.invalid/') !== null,
    }));
    expect(powers).toEqual({ node: false, opened: false });
    const fetched = page.evaluate(() =>
      fetch('https://example.invalid/').then((response) => response.status),
    );
    await expect(fetched).rejects.toThrow();
    const microphone = page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted'),
    );
    await expect(microphone).rejects.toThrow();
    expect(await page.evaluate(() => fetch('/tracker/assembled.task').then(({ status }) => status))).toBe(
      200,
    );
    expect(app.windows()).toHaveLength(1);
  });
});
