import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromiumArguments, chromiumPath } from '../../../test/support/chromium.ts';
import type { Sheet } from './sheet.ts';

const PROJECT = new URL('../../../', import.meta.url);

/** Draws sheets of the committed head in a headless browser; JPEG bytes each. */
export async function drawSheets(sheets: readonly Sheet[]): Promise<Buffer[]> {
  const script = await bundlePage();
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/models/open/')) {
      response.end(await readFile(new URL(`.${path}`, PROJECT)));
      return;
    }
    response.setHeader('Content-Type', path === '/page.js' ? 'text/javascript' : 'text/html');
    response.end(
      path === '/page.js' ? script : '<!doctype html><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('favicon')) {
        process.stderr.write(`${message.text()}\n`);
      }
    });
    page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('globalThis.drawSheet !== undefined');
    const pictures: Buffer[] = [];
    for (const sheet of sheets) {
      const url: string = await page.evaluate(`drawSheet(${JSON.stringify(sheet)})`);
      pictures.push(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
    }
    return pictures;
  } finally {
    await browser.close();
    server.close();
  }
}

async function bundlePage(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    root: fileURLToPath(PROJECT),
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL('page.ts', import.meta.url)), formats: ['es'], fileName: 'page' },
    },
  });
  const outputs = [result].flat();
  for (const output of outputs) {
    if ('output' in output) {
      const chunk = output.output.find(({ type }) => type === 'chunk');
      if (chunk !== undefined && 'code' in chunk) {
        return chunk.code;
      }
    }
  }
  throw new Error('the page of the contact sheet did not build');
}
