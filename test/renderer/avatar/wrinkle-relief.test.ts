import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeIdentity } from '../../../src/shared/core/identity/identity-file.ts';
import { OPEN_PACK } from '../../../src/shared/core/identity/own-wrinkles.ts';
import { writeBasisFile } from '../../support/basis-file.ts';
import { sampleIdentity } from '../../support/sample-identity.ts';
import { openScriptedPage } from '../../support/scripted-page.ts';
import type { SiteContent } from '../../support/static-site.ts';
import { createPeople, createPerson } from '../../support/wrinkle-people.ts';
import type * as PageScript from './wrinkle-relief.page.ts';

/** The global that the page's script leaves. */
declare const pageScript: typeof PageScript;

const PACK_FOLDER = new URL('../../../models/open/', import.meta.url);
const BASIS_FILE = 'wrinkle-basis.safetensors';

/** The open head's files thrice: with an average person's wrinkles, with damaged ones, and with none. */
function servedFiles(): ReadonlyMap<string, SiteContent> {
  const basis = writeBasisFile(createPeople());
  const head = readdirSync(PACK_FOLDER).filter((file) => file !== BASIS_FILE);
  const files = ['', '/damaged', '/missing'].flatMap((folder) =>
    head.map((file): [string, SiteContent] => [
      `${folder}/models/open/${file}`,
      fileURLToPath(new URL(file, PACK_FOLDER)),
    ]),
  );
  const person = {
    shape: new Float32Array(40),
    landmarkResidual: new Float32Array(478 * 3),
    skin: undefined,
  };
  const detail = { pack: OPEN_PACK, values: createPerson(3).maps, confidence: undefined };
  return new Map<string, SiteContent>([
    ...files,
    [`/models/open/${BASIS_FILE}`, basis],
    [`/damaged/models/open/${BASIS_FILE}`, basis.subarray(0, 5000)],
    ['/measured.furrow', writeIdentity(sampleIdentity({ ...person, detail }))],
    ['/unmeasured.furrow', writeIdentity(sampleIdentity({ ...person, relief: undefined }))],
  ]);
}

describe('wrinkles of a basis', () => {
  let page: Page;

  beforeAll(async () => {
    page = await openScriptedPage(new URL('wrinkle-relief.page.ts', import.meta.url), servedFiles());
  }, 60_000);

  it('are the same drawn on the graphics card as computed', async () => {
    for (const { depth, drawn, computed } of await page.evaluate(() => pageScript.differences())) {
      expect(depth).toBeGreaterThan(1e-4);
      // Half precision keeps eleven bits: half a micrometre of a wrinkle 2 mm deep.
      expect(drawn).toBeLessThan(1e-6);
      expect(computed).toBeLessThan(1e-6);
    }
  });

  it('are finite and at most 4 mm deep, whatever the numbers', async () => {
    for (const extreme of await page.evaluate(() => pageScript.extremes())) {
      expect(Math.abs(extreme)).toBeLessThan(0.00401);
    }
  });

  it('are the person’s own where they were measured, else the average person’s', async () => {
    const wrinklesOf = (person?: string) => page.evaluate((path) => pageScript.wrinklesOf('', path), person);

    expect(await wrinklesOf()).toEqual({ whose: 'average', staticTexels: 0 });
    expect(await wrinklesOf('/unmeasured.furrow')).toEqual({ whose: 'average', staticTexels: 0 });
    expect(await wrinklesOf('/measured.furrow')).toEqual({ whose: 'own', staticTexels: 16 });
  });

  it('are none on a head whose file of them is missing or damaged', async () => {
    for (const folder of ['/missing', '/damaged']) {
      expect(await page.evaluate((folder) => pageScript.wrinklesOf(folder), folder)).toEqual({
        whose: 'nobody',
        staticTexels: 0,
      });
    }
  });
});
