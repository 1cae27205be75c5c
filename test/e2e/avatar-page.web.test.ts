import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { readPng } from '../../src/main/import/read-png.ts';
import { openApp } from '../support/app-page.ts';
import { connectToServer, tokenOf } from '../support/running-server.ts';

/** A head is painted and drawn by the processor here. */
const PATIENCE = { timeout: 90_000, interval: 1000 };

/** Red, green, blue and alpha of the page's upper left corner and of its middle. */
async function colors(page: Page): Promise<{ readonly corner: number[]; readonly middle: number[] }> {
  const { width, height, channels, samples } = readPng(
    'the page',
    await page.screenshot({ omitBackground: true, timeout: 60_000 }),
  );
  const at = (x: number, y: number) => {
    const start = (y * width + x) * channels;
    const [red = 0, green = 0, blue = 0, alpha = 255] = samples.subarray(start, start + channels);
    return [red, green, blue, alpha];
  };
  return { corner: at(2, 2), middle: at(width >> 1, height >> 1) };
}

/** The avatar page's address as the window's settings show it, once the page is served; another than `known`. */
async function shownAddress(window: Page, known = ''): Promise<string> {
  const field = window.getByLabel('Address of the avatar page');
  await expect.poll(() => field.inputValue(), PATIENCE).not.toBe(known);
  return field.inputValue();
}

describe('the avatar page', () => {
  test('shows the head alone, follows the window, and ends when its address is revoked', {
    timeout: 300_000,
  }, async () => {
    const { page: window } = await openApp({});
    await window.getByRole('button', { name: 'Settings' }).click();
    const address = await shownAddress(window);
    expect(new URL(address).pathname).toBe('/avatar');
    const view = await window.context().newPage();
    await view.setViewportSize({ width: 200, height: 200 });
    const said: string[] = [];
    view.on('console', (message) => said.push(message.text()));
    await view.goto(address);

    await expect.poll(async () => (await colors(view)).middle[3], PATIENCE).toBe(255);
    expect((await colors(view)).corner[3]).toBe(0);

    await window.getByRole('combobox', { name: /^Background/ }).selectOption('color');
    await window.locator('input[type="color"]').fill('#0040ff');
    await window.getByLabel('Show the background there too').click();
    await expect.poll(async () => (await colors(view)).corner, PATIENCE).toEqual([0, 64, 255, 255]);

    await window.getByRole('button', { name: 'Revoke' }).click();
    await expect.poll(() => said.join(), PATIENCE).toContain('does not accept this address any more');
    expect(await shownAddress(window, address)).not.toBe(address);
  });

  test('can neither command nor be a window', { timeout: 60_000 }, async () => {
    const { page: window } = await openApp({});
    await window.getByRole('button', { name: 'Settings' }).click();
    const address = await shownAddress(window);
    const client = connectToServer(Number(new URL(address).port), tokenOf(address));
    const hello = { protocolVersion: 1, clientTime: 0, takeOver: false } as const;
    const setup = new Promise((resolve) => client.on('avatar/setup', resolve));
    const unauthorised = { code: 'backend/unauthorised' };

    await expect(client.request('hello', { ...hello, role: 'window' })).rejects.toMatchObject(unauthorised);
    await client.request('hello', { ...hello, role: 'viewer' });
    expect(await setup).toMatchObject({ look: { display: 'skin' } });
    await expect(client.request('avatar/renew-page', undefined)).rejects.toMatchObject(unauthorised);
    await expect(client.request('avatar/set-picture', { bytes: undefined })).rejects.toMatchObject(
      unauthorised,
    );
    await expect(client.request('settings/get', undefined)).rejects.toMatchObject(unauthorised);
  });
});
