import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openScriptedPage } from '../../support/scripted-page.ts';
import type * as PageScript from './graphics-relief.page.ts';

/** The global that the page's script leaves. */
declare const pageScript: typeof PageScript;

const FILES = [
  'face-model.safetensors',
  'head.json',
  'skin-tint.png',
  'skin-marks.png',
  'skin-growth.png',
  'skin-brows.png',
  'skin-parts.png',
];

describe('relief on the graphics card', () => {
  let page: Page;

  beforeAll(async () => {
    const files = FILES.map(
      (name) =>
        [
          `/models/open/${name}`,
          readFileSync(new URL(`../../../models/open/${name}`, import.meta.url)),
        ] as const,
    );
    page = await openScriptedPage(new URL('graphics-relief.page.ts', import.meta.url), new Map(files));
  }, 60_000);

  test('is the reference’s to within levels, from the front and from the side', {
    timeout: 60_000,
  }, async () => {
    const agreements = await page.evaluate(() => pageScript.compareRelief([0, 0.5]));

    expect(agreements).toHaveLength(2);
    for (const { seen, weightsApart, median, p99, onlyThere } of agreements) {
      expect(seen).toBeGreaterThan(10_000);
      // Graphics cards sample between fewer steps, and decide elsewhere what the edge of the nose hides.
      expect(weightsApart).toBeLessThan(0.02);
      expect(median).toBeLessThanOrEqual(1);
      // Where the picture is a little finer than the atlas, it is a little smoother there: 8 is 3 % of brightness.
      expect(p99).toBeLessThanOrEqual(8);
      expect(onlyThere).toBeLessThan(0.02 * seen);
    }
  });
});
