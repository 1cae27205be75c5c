import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TakeReader } from '../../src/main/services/recording/take-reader.ts';
import type { FaceObservation } from '../../src/shared/core/face/face-observation.ts';
import { IMAGE_EVIDENCE_NAMES } from '../../src/shared/core/face/image-evidence.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/fake-camera.ts';
import { finished, startFurrow } from '../support/furrow-command.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openUdpReceiver } from '../support/udp-receiver.ts';

const MAN = sharedPath('data/dev/man-speaks.mp4');

/** Runs `furrow capture … --json`. */
async function capture(folder: string, ...values: string[]) {
  const { code, stdout, stderr } = await finished(startFurrow(folder, ['capture', ...values, '--json']));
  return { code, stderr, result: stdout === '' ? undefined : JSON.parse(stdout) };
}

/** The first frames of the clip, through a filter of ffmpeg and with further arguments. */
async function makeClip(target: string, filter: string, ...values: string[]): Promise<string> {
  await runFfmpeg(['-i', MAN, '-an', '-vf', filter, ...values, target]);
  return target;
}

async function observationsOf(take: string): Promise<FaceObservation[]> {
  await using reader = await TakeReader.open(take);
  const observations: FaceObservation[] = [];
  for await (const record of reader.records({ topics: ['/observation'] })) {
    if (record.kind === 'observation') {
      observations.push(record.observation);
    }
  }
  return observations;
}

describe.skipIf(!hasSharedData || !hasFfmpeg)(`furrow capture${sharedDataNote}${ffmpegNote}`, () => {
  test('takes every frame with its own time, and the same again on a second run', {
    timeout: 120_000,
  }, async () => {
    const folder = await temporaryFolder();
    const clip = await makeClip(join(folder, 'clip.mp4'), 'null', '-frames:v', '45');
    const takes = ['first.mcap', 'second.mcap'].map((name) => join(folder, name));
    for (const take of takes) {
      expect(await capture(folder, clip, '--out', take)).toMatchObject({
        code: 0,
        result: { frames: 45, tracked: 45, seconds: 1.5, take },
      });
    }

    const [first = Buffer.alloc(0), second] = await Promise.all(takes.map((take) => readFile(take)));
    expect(first.equals(second ?? Buffer.alloc(0))).toBe(true);
    const observations = await observationsOf(takes[0] ?? '');
    expect(observations.map(({ index }) => index)).toEqual(Array.from({ length: 45 }, (_, index) => index));
    expect(observations.at(30)?.time).toBeCloseTo(1000, 1);
    expect(observations.at(30)).toMatchObject({ imageWidth: 480, imageHeight: 480, hasFace: true });
    // Both halves of his face are seen well, and measured.
    for (const { imageEvidence } of observations) {
      expect(Math.min(...imageEvidence.subarray(0, 2))).toBeGreaterThan(0.5);
      expect(imageEvidence.filter((value) => value !== 0).length).toBeGreaterThan(
        IMAGE_EVIDENCE_NAMES.length / 2,
      );
    }
  });

  test('captures odd sizes, uneven frame rates and pictures, and goes on after bad files', {
    timeout: 120_000,
  }, async () => {
    const folder = await temporaryFolder();
    const half = ['-frames:v', '8'];
    const inputs = [
      await makeClip(join(folder, 'odd.webm'), 'scale=111:77', ...half, '-c:v', 'libvpx-vp9'),
      await makeClip(join(folder, 'portrait.mp4'), 'scale=240:240,pad=270:480:15:120', ...half),
      await makeClip(
        join(folder, 'uneven.mp4'),
        "select='not(mod(n,3))+not(mod(n,4))'",
        ...['-vsync', 'vfr', ...half],
      ),
      join(folder, 'faceless.mp4'),
      await makeClip(join(folder, 'cut.mp4'), 'null', '-t', '1', '-movflags', '+faststart'),
      join(folder, 'audio.mp4'),
      join(folder, 'empty.mp4'),
      join(folder, 'broken.mp4'),
      join(folder, 'picture*.jpg'),
    ];
    await makeClip(join(folder, 'picture%02d.jpg'), 'null', ...half);
    await runFfmpeg([
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=320x240:rate=30',
      ...half,
      join(folder, 'faceless.mp4'),
    ]);
    await runFfmpeg(['-f', 'lavfi', '-i', 'sine', '-t', '0.2', join(folder, 'audio.mp4')]);
    await truncate(join(folder, 'cut.mp4'), Math.round((await readFile(join(folder, 'cut.mp4'))).length / 2));
    await writeFile(join(folder, 'empty.mp4'), '');
    await writeFile(join(folder, 'broken.mp4'), 'no video at all'.repeat(100));

    const out = join(folder, 'takes');
    const { code, stderr, result } = await capture(folder, ...inputs, '--out', out, '--fps', '10');
    expect(code).toBe(1);
    expect(result.slice(0, 4)).toMatchObject([
      { frames: 8, tracked: 8 },
      { frames: 8, tracked: 8 },
      { frames: 8, tracked: 8 },
      { frames: 8, tracked: 0 },
    ]);
    expect(result[4].frames).toBeGreaterThan(0);
    expect(result.slice(5, 8)).toMatchObject(Array(3).fill({ error: { code: 'video/unreadable' } }));
    expect(result[8]).toMatchObject({ frames: 8, tracked: 8, seconds: 0.8 });
    expect(stderr).toMatch(/faceless.mp4: no face was found/);
    expect(stderr).toMatch(/cut.mp4: the last \d\.\d s are missing/);
    expect((await observationsOf(join(out, 'odd.mcap')))[0]).toMatchObject({
      imageWidth: 111,
      imageHeight: 77,
    });
    const uneven = (await observationsOf(join(out, 'uneven.mcap'))).map(({ time }) => Math.round(time));
    expect(uneven).toEqual([0, 100, 133, 200, 267, 300, 400, 500]);

    const again = await capture(folder, inputs[0] ?? '', inputs[1] ?? '', '--out', out);
    expect(again).toMatchObject({ code: 0, result: [{ frames: 8 }, { frames: 8 }] });
    expect(again.stderr).toMatch(/odd.mcap is there already and was kept/);
  });

  test('sends frames to a receiver and leaves nothing behind when it is interrupted', {
    timeout: 120_000,
  }, async () => {
    const folder = await temporaryFolder();
    await using receiver = await openUdpReceiver();
    const take = join(folder, 'take.mcap');
    const child = startFurrow(folder, [
      'capture',
      MAN,
      '--out',
      take,
      '--target',
      `osc:127.0.0.1:${receiver.port}`,
    ]);
    const end = finished(child);
    const addresses = (await receiver.messages()).map(({ address }) => address);
    child.kill('SIGINT');

    expect(addresses).toContain('/furrow/face/jawOpen');
    expect(await end).toMatchObject({ code: 1, stderr: expect.stringMatching(/cancelled/) });
    await expect(readFile(take)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readFile(`${take}.unfinished`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
