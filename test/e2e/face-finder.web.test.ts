import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { chromiumLauncher } from '../../src/main/browser/headless-browser.ts';
import { HeadlessPage } from '../../src/main/capture/headless-page.ts';
import { HeadlessPages } from '../../src/main/capture/headless-pages.ts';
import { createFaceFinder } from '../../src/main/reconstruction/picture-reader.ts';
import { SILENT_LOG } from '../../src/main/services/log/log.ts';
import { faceCropAround } from '../../src/shared/core/tracking/face-crop.ts';
import { chromiumPath } from '../support/chromium.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/fake-camera.ts';
import { largestDifference } from '../support/largest-difference.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NEVER = new AbortController().signal;
const BUNDLE = { name: 'assembled', path: 'tracker/assembled.task', hasScores: false } as const;

/** One frame of a rendered clip as a picture, and the crop around its true landmarks. */
async function framePicture(folder: string, clip: string, index: number, ending: string) {
  const file = join(folder, `${clip}-${index}.${ending}`);
  const select = ['-vf', `select='eq(n,${index})'`, '-frames:v', '1', '-q:v', '2'];
  await runFfmpeg(['-i', sharedPath(`data/dev/truth/${clip}.mp4`), ...select, file]);
  const truth = JSON.parse(readFileSync(sharedPath(`data/dev/truth/${clip}.truth.json`), 'utf8'));
  const points: readonly (readonly [number, number])[] = truth.frames[index].lm68_px;
  const x = points.map(([value]) => value);
  const y = points.map(([, value]) => value);
  const box = { left: Math.min(...x), top: Math.min(...y), right: Math.max(...x), bottom: Math.max(...y) };
  return { file, crop: faceCropAround(box) };
}

describe.skipIf(!hasSharedData || !hasFfmpeg)(`the face in a picture${sharedDataNote}${ffmpegNote}`, () => {
  test('is cut where its true landmarks lie, the same each time, and missed where there is none', {
    timeout: 120_000,
  }, async () => {
    const folder = await temporaryFolder();
    await using pages = new HeadlessPages(() =>
      HeadlessPage.open({
        rendererFolder: fileURLToPath(new URL('../../out/renderer', import.meta.url)),
        officialBundle: undefined,
        browsers: [chromiumLauncher(chromiumPath())],
        log: SILENT_LOG,
      }),
    );
    const finder = createFaceFinder(pages, BUNDLE);

    const pictures = [
      await framePicture(folder, 'sweep_A', 3, 'png'),
      await framePicture(folder, 'pose_A', 20, 'jpg'),
      await framePicture(folder, 'wrinkle2_B', 60, 'png'),
      await framePicture(folder, 'aged_E', 10, 'webp'),
    ];
    for (const { file, crop: expected } of pictures) {
      const { crop, input, tile } = await finder.cut(file, NEVER);
      expect(Math.abs(crop.side / expected.side - 1), file).toBeLessThan(0.06);
      expect(Math.abs(crop.centreX - expected.centreX) / expected.side, file).toBeLessThan(0.04);
      expect(Math.abs(crop.centreY - expected.centreY) / expected.side, file).toBeLessThan(0.04);
      expect([input.length, tile.length]).toEqual([3 * 224 ** 2, 3 * 448 ** 2]);
    }

    const file = pictures[0]?.file ?? '';
    const [first, second] = [await finder.cut(file, NEVER), await finder.cut(file, NEVER)];
    expect(second.crop).toEqual(first.crop);
    expect(largestDifference(second.input, first.input)).toBe(0);

    const empty = join(folder, 'empty.png');
    await runFfmpeg(['-f', 'lavfi', '-i', 'testsrc2=size=320x240', '-frames:v', '1', empty]);
    await expect(finder.cut(empty, NEVER)).rejects.toMatchObject({ code: 'tracker/no-face' });
    const broken = join(folder, 'broken.jpg');
    await writeFile(broken, 'Dear reader, this is no picture.');
    await expect(finder.cut(broken, NEVER)).rejects.toMatchObject({ code: 'video/unreadable' });
  });
});
