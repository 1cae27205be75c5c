import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { alertText, openApp, openPage } from '../support/app-page.ts';
import { ffmpegNote, hasFfmpeg, makeFakeCamera } from '../support/fake-camera.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { UdpReceiver } from '../support/udp-receiver.ts';

const RENDERED_FACE = sharedPath('data/dev/truth/mix_A.mp4');
/** The frame of pose_A whose head is turned by 20°. */
const TURNED_HEAD = 13;

async function renderedCamera(): Promise<string> {
  const file = join(await temporaryFolder(), 'rendered.mjpeg');
  await makeFakeCamera(['-i', RENDERED_FACE], 'null', file);
  return file;
}

/** What a packet says, by address. */
type Packet = ReadonlyMap<string, readonly unknown[]>;

/** Waits for a packet that is as wanted. */
async function untilPacket(receiver: UdpReceiver, isWanted: (packet: Packet) => boolean): Promise<void> {
  for (;;) {
    const messages = await receiver.messages();
    if (isWanted(new Map(messages.map(({ address, args }) => [address, args])))) {
      return;
    }
  }
}

const untilTracking = (receiver: UdpReceiver, state: string) =>
  untilPacket(receiver, (packet) => packet.get('/furrow/tracking')?.[0] === state);

/** Presses a key again and again until what is counted is there: the answer to one press shows before the next. */
async function pressUntil(page: Page, key: string, count: () => Promise<number>): Promise<void> {
  const lookAndPress = async () => {
    const found = await count();
    if (found === 0) {
      await page.keyboard.press(key);
    }
    return found;
  };
  await expect.poll(lookAndPress, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
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

  test('says that a camera is busy, and tries again when asked to', { timeout: 60_000 }, async () => {
    const { page } = await openApp({
      switches: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      prepare: () => {
        navigator.mediaDevices.getUserMedia = async () => {
          Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
          throw new DOMException('Could not start video source', 'NotReadableError');
        };
      },
    });

    expect(await alertText(page, 'error')).toContain('Another program is using the camera');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
  });

  test('says that a camera is gone, and uses it again when it is back', { timeout: 60_000 }, async () => {
    const { page } = await openApp({
      switches: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      // Keeps the camera's track within reach: to stop it is as near as a test comes to pulling the plug.
      prepare: () => {
        const { mediaDevices } = navigator;
        const open = mediaDevices.getUserMedia.bind(mediaDevices);
        mediaDevices.getUserMedia = async (wishes) => {
          const stream = await open(wishes);
          Object.assign(globalThis, {
            unplug: () => stream.getTracks().forEach((track) => void track.stop()),
          });
          return stream;
        };
      },
    });
    await page.waitForFunction(() => 'unplug' in globalThis);

    await page.evaluate('unplug()');
    expect(await alertText(page, 'error')).toContain('The camera is gone');
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
    await page.locator('.alerts [data-severity="error"]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Stop' }).waitFor();
  });

  test('welcomes a new user in a dialog that Escape answers for good', { timeout: 60_000 }, async () => {
    const { page } = await openApp({ isFirstRun: true });

    const welcome = page.getByRole('dialog', { name: 'Welcome to Furrow' });
    await welcome.waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Start the camera');
    await page.keyboard.press('Escape');
    await welcome.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Start camera' }).waitFor();
    expect(await welcome.count()).toBe(0);
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
      await status(page).filter({ hasText: 'Tracking' }).waitFor();
    });

    test('calibrates by key: the pose at rest becomes neutral', { timeout: 120_000 }, async () => {
      const fakeCamera = join(await temporaryFolder(), 'still.mjpeg');
      await makeFakeCamera(
        ['-i', sharedPath('data/dev/truth/pose_A.mp4')],
        `select=eq(n\\,${TURNED_HEAD}),loop=60:1:0,setpts=N/30/TB`,
        fakeCamera,
      );
      const { page, receiver } = await openApp({ fakeCamera });
      const turn = (packet: Packet) => Math.abs(Number(packet.get('/furrow/head/rotation')?.[1]));
      await untilPacket(receiver, (packet) => turn(packet) > 0.12);

      // Refused until half a second has been seen.
      await pressUntil(page, 'c', async () => page.getByRole('button', { name: 'Calibrated' }).count());
      await untilPacket(receiver, (packet) => turn(packet) < 0.02);
    });

    test('refuses in words to calibrate a face that moves', { timeout: 120_000 }, async () => {
      const { page, receiver } = await openApp({ fakeCamera: await renderedCamera() });
      await untilTracking(receiver, 'tracked');

      await pressUntil(page, 'c', async () => page.getByText('was not calibrated').count());
    });

    test('tracks a video that is dropped on it, and no longer when a camera is wanted and refused', {
      timeout: 120_000,
    }, async () => {
      const { page, receiver } = await openApp({
        switches: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
      });
      await alertText(page, 'error');
      const bytes = await readFile(RENDERED_FACE, 'base64');
      const dropped = await page.evaluateHandle((base64) => {
        const video = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([video], 'dropped.mp4'));
        return transfer;
      }, bytes);

      await page.getByRole('region', { name: 'Camera' }).dispatchEvent('drop', { dataTransfer: dropped });
      await untilTracking(receiver, 'tracked');
      await page.getByLabel('Choose camera').selectOption({ label: 'Camera' });
      expect(await alertText(page, 'error')).toContain('may not be used');
      await untilTracking(receiver, 'lost');
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
