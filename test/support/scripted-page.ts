import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll } from 'vitest';
import { faceMeshTopology } from '../../tools/face-mesh-topology/vite-plugin.ts';
import { chromiumArguments, chromiumPath } from './chromium.ts';
import { openSite, type SiteContent } from './static-site.ts';

/**
 * An empty page in a real Chromium that runs a test's script, bundled with all it imports as the renderer is. The
 * script's exports are the page's global `pageScript`. To be called in `beforeAll`; everything ends with the suite.
 *
 * @param script e.g. `new URL('head-display.page.ts', import.meta.url)`
 * @param files what else the page may fetch, by path
 */
export async function openScriptedPage(
  script: URL,
  files: ReadonlyMap<string, SiteContent> = new Map(),
): Promise<Page> {
  const site = await openSite(new Map([...files, ['/index.html', new TextEncoder().encode(EMPTY_PAGE)]]));
  afterAll(site.close);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
  afterAll(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${site.address}/index.html`);
  await page.addScriptTag({ content: await bundle(fileURLToPath(script)) });
  return page;
}

const EMPTY_PAGE = '<!doctype html><title>Furrow</title><body style="margin: 0">';

/** One classic script that leaves the exports of `entry` in the global `pageScript`. */
async function bundle(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [faceMeshTopology()],
    build: { write: false, lib: { entry, formats: ['iife'], name: 'pageScript' } },
  });
  const [result] = [output].flat();
  const chunk = result && 'output' in result ? result.output[0] : undefined;
  if (chunk?.type !== 'chunk') {
    throw new Error(`${entry} could not be bundled`);
  }
  return chunk.code;
}
