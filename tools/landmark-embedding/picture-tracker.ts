import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../src/main/browser/chromium.ts';
import { assembleTrackerBundle } from '../tracker-bundle/assemble-tracker-bundle.ts';
import { readInstalledFaceMesh } from '../tracker-bundle/installed-face-mesh.ts';
import type { LandmarkTracker } from './embed-landmarks.ts';

/** A page's address that never leaves the browser: every request to it is answered here. */
const ORIGIN = 'http://localhost';
const BUNDLE = '/bundle.task';
const CONTENT_TYPES = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
} as const;
const VISION_FOLDER = dirname(createRequire(import.meta.url).resolve('@mediapipe/tasks-vision'));

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
    const args = ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
    const browser = await chromium.launch({ executablePath, args });
    const page = await browser.newPage();
    await serveTracker(page, task);
    await page.goto(`${ORIGIN}/`);
    await page.evaluate(loadLandmarker, { bundle: BUNDLE });
    return new PictureTracker(browser, page);
  }

  async track(pixels: Uint8ClampedArray, size: number): Promise<readonly number[] | undefined> {
    const base64 = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength).toString('base64');
    const landmarks = await this.#page.evaluate(findLandmarks, { base64, size });
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
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Landmarks</title>' });
    }
    if (pathname === BUNDLE) {
      return route.fulfill({ contentType: 'application/octet-stream', body: Buffer.from(bundle) });
    }
    const extension = Object.keys(CONTENT_TYPES).find((ending) => pathname.endsWith(ending));
    if (extension === undefined) {
      return route.fulfill({ status: 404 });
    }
    const contentType = CONTENT_TYPES[extension as keyof typeof CONTENT_TYPES];
    return route.fulfill({ contentType, path: join(VISION_FOLDER, pathname) });
  });
}

/** What the page keeps between pictures. */
declare global {
  var landmarker: { detect(picture: ImageData): { faceLandmarks: { x: number; y: number }[][] } };
}

/** Runs in the page. */
async function loadLandmarker({ bundle }: { bundle: string }): Promise<void> {
  const library = '/vision_bundle.mjs';
  const { FaceLandmarker, FilesetResolver } = await import(library);
  globalThis.landmarker = await FaceLandmarker.createFromOptions(
    await FilesetResolver.forVisionTasks('/wasm'),
    {
      baseOptions: { modelAssetPath: bundle, delegate: 'CPU' },
      runningMode: 'IMAGE',
      numFaces: 1,
    },
  );
}

/** Runs in the page. */
function findLandmarks({ base64, size }: { base64: string; size: number }): number[] {
  const bytes = Uint8ClampedArray.from(atob(base64), (letter) => letter.charCodeAt(0));
  const { faceLandmarks } = globalThis.landmarker.detect(new ImageData(bytes, size, size));
  return (faceLandmarks[0] ?? []).flatMap(({ x, y }) => [x * size, y * size]);
}
