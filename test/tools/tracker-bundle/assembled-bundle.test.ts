import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleTrackerBundle } from '../../../tools/tracker-bundle/assemble-tracker-bundle.ts';
import { readInstalledFaceMesh } from '../../../tools/tracker-bundle/installed-face-mesh.ts';
import { chromiumArguments, chromiumPath } from '../../support/chromium.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../support/shared-data.ts';
import { openSite, type SiteContent } from '../../support/static-site.ts';

const { resolve } = createRequire(import.meta.url);
const VISION_FOLDER = dirname(resolve('@mediapipe/tasks-vision'));

const STILLS = ['neutral', 'frown', 'surprise', 'cgi-woman'];

/** Clips and the seconds at which a picture is taken from each. */
const CLIPS: readonly (readonly [string, readonly number[]])[] = [
  ['man-speaks', [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]],
  ['woman-brows', [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]],
  ['woman-talks', [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]],
  ['truth/mixlong_A', [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]],
];

/** x, y and z (which has the scale of x) in picture pixels. */
type Point = readonly [number, number, number];

const NOWHERE: Point = [Number.NaN, Number.NaN, Number.NaN];

/** One face as the landmarker worker reports it. */
interface TrackedFace {
  readonly landmarksPixels: readonly Point[];
  /** 4 × 4, column-major; empty when no face was found */
  readonly headMatrix: readonly number[];
}

describe.skipIf(!hasSharedData)(`the assembled bundle in a browser${sharedDataNote}`, () => {
  let browser: Browser;
  let page: Page;
  let closeSite: () => Promise<unknown>;
  let assembled: readonly TrackedFace[];
  let official: readonly TrackedFace[];

  beforeAll(async () => {
    const site = await openSite(await siteContents());
    closeSite = site.close;
    browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments] });
    page = await browser.newPage();
    await page.goto(`${site.address}/index.html`);
    assembled = await trackFaces(page, '/tracker/assembled.task');
    official = await trackFaces(page, '/official.task');
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await closeSite?.();
  });

  it('finds 478 landmarks and a head matrix in every picture', () => {
    const pictures = STILLS.length + CLIPS.reduce((total, [, times]) => total + times.length, 0);

    expect(assembled.map(({ landmarksPixels }) => landmarksPixels.length)).toEqual(Array(pictures).fill(478));
    expect(assembled.map(({ headMatrix }) => headMatrix.length)).toEqual(Array(pictures).fill(16));
  });

  it('places the landmarks where the official bundle does, within 4 % of the interocular distance', () => {
    const distances = landmarkDistances(official, assembled);

    expect(median(distances)).toBeLessThan(0.04);
    expect(Math.max(...distances)).toBeLessThan(0.06);
  });

  it('places the irises where the official bundle does, within 2 % of the interocular distance', () => {
    const irises = landmarkDistances(official, assembled).slice(468);

    expect(Math.max(...irises)).toBeLessThan(0.02);
  });

  it("gives each iris the mean depth of the same eye's rim", () => {
    for (const face of assembled) {
      for (const [iris, rim] of [
        [468, [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173]],
        [473, [263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398]],
      ] as const) {
        const rimDepth = rim.reduce((sum, point) => sum + landmark(face, point)[2], 0) / rim.length;

        for (let point = iris; point < iris + 5; point += 1) {
          expect(landmark(face, point)[2]).toBeCloseTo(rimDepth, 2);
        }
      }
    }
  });

  it('turns the head as the official bundle does, within 3°', () => {
    const angles = official.map((face, picture) => rotationBetween(face, assembled[picture] ?? face));

    expect(median(angles)).toBeLessThan(3);
  });
});

async function siteContents(): Promise<ReadonlyMap<string, SiteContent>> {
  const wasm = (name: string) => [`/tracker/wasm/${name}`, join(VISION_FOLDER, 'wasm', name)] as const;
  return new Map<string, SiteContent>([
    ['/index.html', new TextEncoder().encode('<!doctype html><title>Face landmarker</title>')],
    ['/landmarker-worker.js', fileURLToPath(new URL('landmarker-worker.js', import.meta.url))],
    ['/vision_bundle.mjs', join(VISION_FOLDER, 'vision_bundle.mjs')],
    wasm('vision_wasm_module_internal.js'),
    wasm('vision_wasm_module_internal.wasm'),
    ['/tracker/assembled.task', assembleTrackerBundle(await readInstalledFaceMesh())],
    ['/official.task', sharedPath('data/face_landmarker.task')],
    ...STILLS.map((name) => [`/stills/${name}.jpg`, sharedPath(`data/dev/stills/${name}.jpg`)] as const),
    ...CLIPS.map(([name]) => [`/${name}.mp4`, sharedPath(`data/dev/${name}.mp4`)] as const),
  ]);
}

/** Runs the landmarker with one bundle over all stills, then all pictures of the clips. */
function trackFaces(page: Page, bundle: string): Promise<TrackedFace[]> {
  return page.evaluate(
    async ({ bundle, stills, clips }) => {
      const worker = new Worker(`/landmarker-worker.js?bundle=${bundle}`, { type: 'module' });
      const answer = () =>
        new Promise<MessageEvent>((resolve, reject) => {
          worker.onmessage = resolve;
          worker.onerror = (event) => reject(new Error(event.message));
        });
      const faces: TrackedFace[] = [];
      const track = async (picture: ImageBitmap) => {
        worker.postMessage(picture, [picture]);
        faces.push((await answer()).data);
      };

      await answer();
      for (const name of stills) {
        await track(await createImageBitmap(await (await fetch(`/stills/${name}.jpg`)).blob()));
      }
      for (const [name, times] of clips) {
        const video = document.createElement('video');
        video.src = URL.createObjectURL(await (await fetch(`/${name}.mp4`)).blob());
        for (const time of times) {
          video.currentTime = time;
          await new Promise((seeked) => video.addEventListener('seeked', seeked, { once: true }));
          await track(await createImageBitmap(video));
        }
      }
      worker.terminate();
      return faces;
    },
    { bundle, stills: STILLS, clips: CLIPS },
  );
}

/**
 * How far apart two trackers see each landmark in the picture: the median over all faces, as a share of the
 * reference's interocular distance.
 */
function landmarkDistances(
  references: readonly TrackedFace[],
  faces: readonly TrackedFace[],
): readonly number[] {
  return Array.from({ length: 478 }, (_, index) =>
    median(
      references.map((reference, picture) => {
        const face = faces[picture] ?? reference;
        return distance(landmark(reference, index), landmark(face, index)) / interocularDistance(reference);
      }),
    ),
  );
}

function interocularDistance(face: TrackedFace): number {
  return distance(midpoint(face, 33, 133), midpoint(face, 263, 362));
}

function landmark({ landmarksPixels }: TrackedFace, index: number): Point {
  return landmarksPixels[index] ?? NOWHERE;
}

function midpoint(face: TrackedFace, first: number, second: number): Point {
  const [x1, y1, z1] = landmark(face, first);
  const [x2, y2, z2] = landmark(face, second);
  return [(x1 + x2) / 2, (y1 + y2) / 2, (z1 + z2) / 2];
}

/** Distance within the picture. */
function distance([x1, y1]: Point, [x2, y2]: Point): number {
  return Math.hypot(x2 - x1, y2 - y1);
}

/** Angle in degrees of the rotation that takes one head to the other: cos = (trace(A Bᵀ) − 1) / 2. */
function rotationBetween({ headMatrix: a }: TrackedFace, { headMatrix: b }: TrackedFace): number {
  const rotationElements = [0, 1, 2, 4, 5, 6, 8, 9, 10];
  const trace = rotationElements.reduce((sum, index) => sum + (a[index] ?? 0) * (b[index] ?? 0), 0);
  return (Math.acos(Math.min(1, (trace - 1) / 2)) * 180) / Math.PI;
}

function median(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length / 2)] ?? Number.NaN;
}
