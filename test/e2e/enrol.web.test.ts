import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIdentity } from '../../src/shared/core/identity/identity-file.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/fake-camera.ts';
import { finished, startFurrow } from '../support/furrow-command.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const RENDERED_FACE = sharedPath('data/dev/truth/mix_A.mp4');

/** Runs `furrow enrol … --json`. */
async function enrol(folder: string, ...values: string[]) {
  const { code, stdout, stderr } = await finished(startFurrow(folder, ['enrol', ...values, '--json']));
  return { code, stderr, result: stdout === '' ? undefined : JSON.parse(stdout) };
}

describe.skipIf(!hasSharedData || !hasFfmpeg)(`furrow enrol${sharedDataNote}${ffmpegNote}`, () => {
  test('makes a person of a clip, and of photos the same person again', { timeout: 240_000 }, async () => {
    const folder = await temporaryFolder();
    await runFfmpeg(['-i', RENDERED_FACE, '-an', '-frames:v', '24', join(folder, 'clip.mp4')]);
    await runFfmpeg(['-i', RENDERED_FACE, '-an', '-vf', 'fps=1', join(folder, 'photo%d.png')]);
    const out = join(folder, 'Ann.furrow');

    const first = await enrol(folder, join(folder, 'clip.mp4'), '--out', out);
    expect(first).toMatchObject({
      code: 0,
      result: { identity: out, name: 'Ann', revision: 1, frames: 24, tracked: 24 },
    });
    const person = readIdentity(new Uint8Array(await readFile(out)));
    expect(person).toMatchObject({ id: first.result.id, name: 'Ann', quality: first.result.quality });
    expect(person.skin).toMatchObject({ size: 1024 });
    expect(person.irisColor).toBeDefined();
    expect(Math.max(...person.shape.map(Math.abs))).toBeGreaterThan(0.1);
    if (process.platform !== 'win32') {
      expect((await stat(out)).mode & 0o777).toBe(0o600);
    }

    const photos = (await readdir(folder)).filter((file) => file.endsWith('.png'));
    const again = await enrol(folder, ...photos.map((file) => join(folder, file)), '--out', out);
    expect(again).toMatchObject({ code: 0, result: { id: person.id, name: 'Ann', revision: 2 } });
  });

  test('leaves no file where there is no face', { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    const clip = join(folder, 'faceless.mp4');
    await runFfmpeg(['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=30', '-frames:v', '5', clip]);

    const { code, stderr, result } = await enrol(folder, clip, '--out', join(folder, 'Nobody.furrow'));

    expect(code).toBe(1);
    expect(result).toBeUndefined();
    expect(stderr.trim().split('\n').at(-1)).toMatch(/face/);
    expect(await readdir(folder)).not.toContain('Nobody.furrow');
  });
});
