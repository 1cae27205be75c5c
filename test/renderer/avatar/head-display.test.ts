import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPng } from '../../../src/main/import/read-png.ts';
import { writePng } from '../../../src/main/reconstruction/write-png.ts';
import { AVATAR_DISPLAYS } from '../../../src/shared/core/avatar/avatar-look.ts';
import { writeFaceModel } from '../../../src/shared/core/face/face-model-file.ts';
import { writeIdentity } from '../../../src/shared/core/identity/identity-file.ts';
import { readGoldenFlame } from '../../support/golden-flame.ts';
import { sampleIdentity } from '../../support/sample-identity.ts';
import { openScriptedPage } from '../../support/scripted-page.ts';
import { hasSharedData, sharedDataNote } from '../../support/shared-data.ts';
import type { SiteContent } from '../../support/static-site.ts';
import type * as PageScript from './head-display.page.ts';

/** The global that the page's script leaves. */
declare const pageScript: typeof PageScript;

const OPEN_PACK = new URL('../../../models/open/', import.meta.url);

/** Pictures take long where there is no graphics card. */
const PATIENCE = { timeout: 15_000 };

/** The files that the page may fetch. */
function servedModels(): ReadonlyMap<string, SiteContent> {
  const open = readdirSync(OPEN_PACK).map((file): [string, SiteContent] => [
    `/models/open/${file}`,
    fileURLToPath(new URL(file, OPEN_PACK)),
  ]);
  const flame: readonly [string, SiteContent][] = hasSharedData
    ? [['/flame.safetensors', writeFaceModel(readGoldenFlame())]]
    : [];
  const samples = new Uint8Array(4 * 4 * 3).map((_, i) => (i % 3 === 1 ? 200 : 30));
  const green = new Uint8Array(writePng({ width: 4, height: 4, samples }, 'made for tests'));
  const person = sampleIdentity({
    shape: new Float32Array(40),
    landmarkResidual: new Float32Array(478 * 3),
    skin: { type: 'image/png', size: 4, bytes: green },
  });
  return new Map([...open, ...flame, ['/person.furrow', writeIdentity(person)]]);
}

describe('a head on the page', () => {
  let page: Page;
  const picture = async () => (await page.locator('canvas').screenshot()).toString('base64');

  beforeAll(async () => {
    page = await openScriptedPage(new URL('head-display.page.ts', import.meta.url), servedModels());
    await page.evaluate(() => pageScript.countTextures());
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

  it('looks different in every display, and is transparent around the head', {
    timeout: 120_000,
  }, async () => {
    await page.evaluate(() => pageScript.showOpenHead(256));
    const pictures: string[] = [];
    for (const display of AVATAR_DISPLAYS) {
      await page.evaluate((display) => pageScript.look({ display }), display);
      await expect.poll(picture, PATIENCE).not.toBe(pictures.at(-1));
      pictures.push(await picture());
    }

    expect(new Set(pictures).size).toBe(AVATAR_DISPLAYS.length);
    const shot = await page.locator('canvas').screenshot({ omitBackground: true });
    const { width, height, channels, samples } = readPng('canvas', shot);
    const alphaAt = (x: number, y: number) => samples[(Math.floor(y) * width + Math.floor(x)) * channels + 3];
    expect(channels).toBe(4);
    expect(alphaAt(2, 2)).toBe(0);
    expect(alphaAt(width / 2, height / 2)).toBe(255);
  });

  it('has wrinkles at rest and in expressions, as strong as is wished', { timeout: 120_000 }, async () => {
    await page.evaluate(() => pageScript.showOpenHead(64));
    const show = async (detailStrength: number, expression: Readonly<Record<string, number>>) => {
      const before = await picture();
      await page.evaluate(
        ([detailStrength, expression]) =>
          pageScript.look({ display: 'displacement', detailStrength }, expression),
        [detailStrength, expression] as const,
      );
      await expect.poll(picture, PATIENCE).not.toBe(before);
      return picture();
    };

    const atRest = await show(1, {});
    const smooth = await show(0, {});
    const frown = await show(1, { browDownLeft: 1, browDownRight: 1 });
    const smoothFrown = await show(0, { browDownLeft: 1, browDownRight: 1 });

    expect(new Set([atRest, smooth, frown, smoothFrown]).size).toBe(4);
  });

  it('folds by maps that stand in for a decoder as long as they do, but for a head with maps of its own', async () => {
    const standIn = (hasOwn: boolean) => page.evaluate((hasOwn) => pageScript.standIn(32, hasOwn), hasOwn);

    expect(await standIn(false)).toEqual([1, 32, 1]);
    expect(await standIn(true)).toEqual([256, 256, 256]);
  });

  it('shows a person’s fine relief at rest, and is as flat as one without when that is wished', {
    timeout: 120_000,
  }, async () => {
    const show = async (hasRelief: boolean, detailStrength: number) => {
      await page.evaluate(([hasRelief, detailStrength]) => pageScript.showRelief(hasRelief, detailStrength), [
        hasRelief,
        detailStrength,
      ] as const);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    };

    await show(false, 1);
    await expect.poll(picture, PATIENCE).toBe(await picture());
    const smooth = await picture();
    await show(true, 1);
    await expect.poll(picture, PATIENCE).not.toBe(smooth);
    await show(true, 0);
    await expect.poll(picture, PATIENCE).toBe(smooth);
  });

  it('stays within its budget of triangles and textures', async () => {
    const { triangles, textureBytes } = await page.evaluate(() => pageScript.cost());

    expect(triangles).toBeLessThanOrEqual(150_000);
    // Two skins of 2048² with their mipmaps, wrinkles, relief at rest and the deformation's tables.
    expect(textureBytes).toBeGreaterThan(45 * 2 ** 20);
    expect(textureBytes).toBeLessThanOrEqual(64 * 2 ** 20);
  });

  it('leans its normals as steeply as the relief rises, whatever size it is drawn in', async () => {
    for (const rise of [0.1, -0.3, 0.5]) {
      for (const scale of [1, 7]) {
        const lean = await page.evaluate(([rise, scale]) => pageScript.leanOfRelief(rise, scale), [
          rise,
          scale,
        ] as const);

        expect(lean).toBeCloseTo((Math.atan(rise) * 180) / Math.PI, 0);
      }
    }
  });

  it('wears the skin of the person', async () => {
    await page.evaluate(() => pageScript.showPerson('/person.furrow'));

    const isGreen = async () => {
      const { width, height, channels, samples } = readPng(
        'canvas',
        await page.locator('canvas').screenshot(),
      );
      const middle = (Math.floor(height * 0.7) * width + Math.floor(width / 2)) * channels;
      const [red = 0, green = 0, blue = 0] = samples.subarray(middle, middle + 3);
      return green > 2 * Math.max(red, blue);
    };
    await expect.poll(isGreen, PATIENCE).toBe(true);
  });

  it.skipIf(!hasSharedData)(
    `shows a head of FLAME's topology and opens its jaw${sharedDataNote}`,
    async () => {
      await page.evaluate(() => pageScript.showModel('/flame.safetensors', 0));
      await page.evaluate(() => new Promise(requestAnimationFrame));
      const closed = await picture();
      await page.evaluate(() => pageScript.showModel('/flame.safetensors', 0.4));

      await expect.poll(picture, PATIENCE).not.toBe(closed);
    },
  );

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
