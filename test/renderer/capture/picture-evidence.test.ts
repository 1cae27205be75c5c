import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { IMAGE_EVIDENCE_NAMES } from '../../../src/shared/core/face/image-evidence.ts';
import { openScriptedPage } from '../../support/scripted-page.ts';
import type * as PageScript from './picture-evidence.page.ts';

/** The global that the page's script leaves. */
declare const pageScript: typeof PageScript;

describe('the evidence in a camera picture', () => {
  let page: Page;

  beforeAll(async () => {
    page = await openScriptedPage(new URL('picture-evidence.page.ts', import.meta.url));
  }, 60_000);

  test('is what a picture aligned beforehand shows, whatever part of its memory a camera picture is', async () => {
    const { aligned = [], ...pictures } = await page.evaluate(() => pageScript.evidenceByPicture());

    expect(Object.keys(pictures)).toEqual(['stretched', 'plain', 'cropped']);
    for (const [kind, evidence] of Object.entries(pictures)) {
      for (const [index, name] of IMAGE_EVIDENCE_NAMES.entries()) {
        // Turned twice between pixels, edges are softer than they were painted.
        expect(Math.abs((evidence[index] ?? 1) - (aligned[index] ?? 0)), `${kind}: ${name}`).toBeLessThan(
          0.05,
        );
      }
    }
    expect(pictures.cropped).toEqual(pictures.plain);
  });

  test('is in every observation of the live loop, and gone without a face', { timeout: 30_000 }, async () => {
    const [withFace = [], without = []] = await page.evaluate(() => pageScript.evidenceOfLiveFrames());
    const { plain } = await page.evaluate(() => pageScript.evidenceByPicture());

    expect(withFace).toEqual(plain);
    expect(withFace.slice(0, 2)).toEqual([1, 1]);
    expect(without.every((value) => value === 0)).toBe(true);
  });
});
