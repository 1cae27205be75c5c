import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openScriptedPage } from '../../support/scripted-page.ts';
import type * as PageScript from './head-display.page.ts';

/** The global that the page's script leaves. */
declare const pageScript: typeof PageScript;

/** Pictures take long where there is no graphics card. */
const PATIENCE = { timeout: 15_000 };

describe('a head on the page', () => {
  let page: Page;
  const picture = async () => (await page.locator('canvas').screenshot()).toString('base64');

  beforeAll(async () => {
    page = await openScriptedPage(new URL('head-display.page.ts', import.meta.url));
  }, 60_000);

  it('is drawn again as it was when the graphics context was lost, and replaced by another display', async () => {
    await page.evaluate(() => pageScript.showHead());
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const before = await picture();

    await page.evaluate(() => pageScript.interruptContext());
    await expect.poll(picture, PATIENCE).toBe(before);

    await page.evaluate(() => pageScript.showSquare());
    await expect.poll(picture, PATIENCE).not.toBe(before);
  });

  it('leaves nothing in the graphics memory once disposed', async () => {
    const { ball, heads } = await page.evaluate(() => pageScript.memoryAfterDisposing());

    // three keeps one table of its own for all physical materials.
    expect(ball).toEqual({ geometries: 0, textures: 1, programs: 0 });
    expect(heads).toEqual(ball);
  });

  it('has the normals of its deformed triangles, the same on both sides of a UV seam', async () => {
    for (const rotation of [
      [0, 0, 0],
      [0.5, 0, 0],
      [0, -0.3, 0.4],
    ]) {
      const errors = await page.evaluate((rotation) => pageScript.normalErrorsAtFold(rotation), rotation);

      expect(Math.max(...errors)).toBeLessThan(0.02);
    }
  });
});
