import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { PERFORMER_NAMES } from '../../../src/shared/core/performance/performer-look.ts';
import { ScriptedPerformance } from '../../../src/shared/core/performance/scripted-performance.ts';
import { openScriptedPage } from '../../support/scripted-page.ts';
import type { SiteContent } from '../../support/static-site.ts';
import type * as PageScript from './performer-stage.page.ts';

/** The global that the page's script leaves. */
declare const pageScript: typeof PageScript;

const RENDERER = fileURLToPath(new URL('../../../out/renderer/', import.meta.url));

/** The widest turns, and faces that are hard to find. */
const SCENES = ['turnLeft', 'turnRight', 'lookUp', 'lookDown', 'upLeft', 'downRight', 'jawOpen'] as const;

/** What the built app serves besides its pages: the tracker's files and the open head. */
async function servedFiles(): Promise<Map<string, SiteContent>> {
  const folders = ['tracker', 'models'].map((name) => join(RENDERER, name));
  const entries = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })),
  );
  const files = entries.flat().filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [`/${relative(RENDERER, path).replaceAll('\\', '/')}`, path];
    }),
  );
}

function middleOf(scene: string): number {
  const span = new ScriptedPerformance().scenes.find(({ name }) => name === scene);
  if (span === undefined) {
    throw new Error(`no scene ${scene}`);
  }
  return (span.start + span.end) / 2;
}

describe('a demo performer’s pictures', () => {
  let page: Page;

  beforeAll(async () => {
    page = await openScriptedPage(new URL('performer-stage.page.ts', import.meta.url), await servedFiles());
  }, 60_000);

  it.each(PERFORMER_NAMES)(
    'show a face that the tracker finds, however it is turned: %s',
    {
      timeout: 120_000,
    },
    async (performer) => {
      const times = SCENES.map(middleOf).sort((a, b) => a - b);

      expect(
        await page.evaluate(([name, at]) => pageScript.timesWithoutFace(name, at), [
          performer,
          times,
        ] as const),
      ).toEqual([]);
    },
  );

  it('are the same to the last bit whenever they are drawn', { timeout: 120_000 }, async () => {
    const [first, second] = await page.evaluate(([name, time]) => pageScript.hashesOfPicture(name, time), [
      'Cleo',
      middleOf('upLeft'),
    ] as const);

    expect(first).toBe(second);
  });
});
