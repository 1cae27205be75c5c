import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../src/main/browser/chromium.ts';
import { assembleTrackerBundle } from '../tracker-bundle/assemble-tracker-bundle.ts';
import { readInstalledFaceMesh } from '../tracker-bundle/installed-face-mesh.ts';
import type { LandmarkTracker } from './embed-landmarks.ts';

/** A page's address that never leaves the browser: every request to it is answered here. */
const ORIGIN = 'http://localhost';
const BUNDLE = '/bundle.task';
const PAGE = fileURLToPath(new URL('tracker-page.html', import.meta.url));
const VISION_FOLDER = dirname(createRequire(import.meta.url).resolve('@mediapipe/tasks-vision'));
/** Without a window, silent on the network. */
const SWITCHES = [
  '--headless=new',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Chromium refuses to run as root with its sandbox, as in a container. */
const ROOT_SWITCHES = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** What tracker-page.html offers. */
declare function findLandmarks(base64: string, size: number): Promise<number[]>;

/** Finds MediaPipe's landmarks in single pictures: its own FaceLandmarker, in a Chromium without a window. */
export class PictureTracker implements LandmarkTracker {
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
  }

  /**
   * @param bundle a face landmarker bundle (.task); the one assembled from the installed models by default.
   * @throws Error of one line when there is no Chromium.
   */
  static async start(bundle?: Uint8Array): Promise<PictureTracker> {
    const executablePath = findChromium({
      platform: process.platform,
      homeFolder: homedir(),
      variables: process.env,
    });
    if (executablePath === undefined) {
      throw new Error('No Chromium found to run the tracker in: install one or set FURROW_CHROMIUM.');
    }
    const task = bundle ?? assembleTrackerBundle(await readInstalledFaceMesh());
    const browser = await chromium.launch({ executablePath, args: [...SWITCHES, ...ROOT_SWITCHES] });
    const page = await browser.newPage();
    await serveTracker(page, task);
    await page.goto(`${ORIGIN}/`);
    return new PictureTracker(browser, page);
  }

  async track(pixels: Uint8ClampedArray, size: number): Promise<readonly number[] | undefined> {
    const base64 = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength).toString('base64');
    const landmarks = await this.#page.evaluate((picture) => findLandmarks(picture.base64, picture.size), {
      base64,
      size,
    });
    return landmarks.length > 0 ? landmarks : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

async function serveTracker(page: Page, bundle: Uint8Array): Promise<void> {
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') {
      return route.fulfill({ contentType: 'text/html', path: PAGE });
    }
    if (pathname === BUNDLE) {
      return route.fulfill({ contentType: 'application/octet-stream', body: Buffer.from(bundle) });
    }
    return route.fulfill({ path: join(VISION_FOLDER, pathname) });
  });
}
