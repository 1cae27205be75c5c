import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openScriptedPage } from '../../support/scripted-page.ts';
import type * as PageScript from './face-cutter.page.ts';

/** The global that the page's script leaves. */
declare const pageScript: typeof PageScript;

describe('a face cut by the browser', () => {
  let page: Page;

  beforeAll(async () => {
    page = await openScriptedPage(new URL('face-cutter.page.ts', import.meta.url));
  }, 60_000);

  test.each([
    { where: 'in the middle', translation: [0, 0, -45] },
    { where: 'far from the camera', translation: [2, 1, -70] },
    { where: 'half out of the picture', translation: [16, 6, -45] },
  ])('is what encoders sample, $where', async ({ translation }) => {
    const { mean, largest } = await page.evaluate((place) => pageScript.cutDifference(place), translation);

    expect(mean).toBeLessThan(0.75);
    expect(largest).toBeLessThan(8);
  });

  test('is none where there is none, or one that is too small to be read', async () => {
    expect(await page.evaluate(() => pageScript.cutsNothing())).toBe(true);
  });
});
