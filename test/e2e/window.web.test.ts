import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { alertText, openApp, openPage } from '../support/app-page.ts';
import { ffmpegNote, hasFfmpeg, makeFakeCamera } from '../support/fake-camera.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { UdpReceiver } from '../support/udp-receiver.ts';

const RENDERED_FACE = sharedPath('data/dev/truth/mix_A.mp4');

async function renderedCamera(): Promise<string> {
  const file = join(await temporaryFolder(), 'rendered.mjpeg');
  await makeFakeCamera(['-i', RENDERED_FACE], 'null', file);
  return file;
}

/** Waits until a packet reports the tracking state. */
async function untilTracking(receiver: UdpReceiver, state: string): Promise<void> {
  for (;;) {
    const messages = await receiver.messages();
    if (messages.some(({ address, args }) => address === '/furrow/tracking' && args[0] === state)) {
      return;
    }
  }
}

const status = (page: Page) => page.getByRole('status');

describe('the window', () => {
  test('explains a refused camera and offers to try again', { timeout: 60_000 }, async () => {
    const { page } = await openApp({
      switches: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
    });

    expect(await alertText(page, 'error')).toContain('may not be used');
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  });

  test('speaks Japanese when asked to', { timeout: 60_000 }, async () => {
    const { page } = await openApp({});

    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Language').selectOption('ja');
    await page.getByRole('button', { name: '顔を隠す' }).waitFor();
    expect(await page.getByRole('dialog').getAttribute('aria-label')).toBe('設定');
  });

  test('adds a target, and refuses a host that is none', { timeout: 60_000 }, async () => {
    const { page } = await openApp({});

    await page.getByRole('button', { name: '+ VMC' }).click();
    const host = page.getByLabel('Host');
    await host.fill('not a host!');
    await host.press('Enter');
    expect(await host.inputValue()).toBe('127.0.0.1');
    await host.fill('192.0.2.7');
    await host.press('Enter');
    await page.getByText('VMC · 192.0.2.7').waitFor();
  });

  describe.skipIf(!hasSharedData || !hasFfmpeg)(`with a face${sharedDataNote}${ffmpegNote}`, () => {
    test('hides and shows the face by key, on the stream too', { timeout: 120_000 }, async () => {
      const { page, receiver } = await openApp({ fakeCamera: await renderedCamera() });
      await untilTracking(receiver, 'tracked');

      await page.keyboard.press('h');
      await untilTracking(receiver, 'hidden');
      await page.keyboard.press('h');
      await untilTracking(receiver, 'tracked');
      expect(await status(page).textContent()).toContain('Tracking');
    });

    test('a second window does not take the camera until it is told to', { timeout: 120_000 }, async () => {
      const { page, address, receiver } = await openApp({ fakeCamera: await renderedCamera() });
      await untilTracking(receiver, 'tracked');

      const second = await openPage(page.context(), address);
      expect(await alertText(second, 'warning')).toMatch(/another window/i);
      await second.getByRole('button', { name: 'Use this window' }).click();
      expect(await alertText(page, 'warning')).toMatch(/another window/i);
      await untilTracking(receiver, 'tracked');
    });
  });
});
