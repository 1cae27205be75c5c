import { readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/main/cli/command.ts';
import { enrolCommand } from '../../../src/main/cli/enrol.ts';
import { exportCommand } from '../../../src/main/cli/export.ts';
import { playCommand } from '../../../src/main/cli/play.ts';
import { repairCommand } from '../../../src/main/cli/repair.ts';
import { reprocessCommand } from '../../../src/main/cli/reprocess.ts';
import { TakeReader } from '../../../src/main/services/recording/take-reader.ts';
import { writeIdentity } from '../../../src/shared/core/identity/identity-file.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../../src/shared/core/tracking/pipeline-settings.ts';
import { sampleIdentity } from '../../support/sample-identity.ts';
import { sampleFrame } from '../../support/sample-take.ts';
import { writeSampleTake } from '../../support/take-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openUdpReceiver } from '../../support/udp-receiver.ts';

type Options = Record<string, string | boolean | string[]>;

/** Runs a command as the command line would. */
async function run(command: Command, positionals: string[], options: Options = {}) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await command.run({
    options,
    positionals,
    version: '1.2.3',
    dataFolder: '',
    projectFolder: '',
    platform: 'linux',
    homeFolder: '',
    variables: {},
    stdout,
    // All that commands use of a terminal that is none is its being a stream.
    stderr: stderr as unknown as WriteStream,
    signal: new AbortController().signal,
  });
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

async function readLines(path: string) {
  const text = await readFile(path, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('furrow export', () => {
  it('writes the take, its frames and its markers in order, for their owner alone', async () => {
    const folder = await temporaryFolder();
    const take = await writeSampleTake(folder, 60);
    const out = join(folder, 'take.jsonl');
    await writeFile(out, 'old', { mode: 0o644 });

    expect(await run(exportCommand, [take], { format: 'jsonl', out })).toMatchObject({ code: 0 });

    const lines = await readLines(out);
    expect(lines.map(({ type }) => type)).toEqual([
      'take',
      ...Array(31).fill('frame'),
      'marker',
      ...Array(29).fill('frame'),
    ]);
    expect(lines[0]).toEqual({
      type: 'take',
      version: 1,
      identity: 'Ada',
      pack: 'open',
      settings: DEFAULT_PIPELINE_SETTINGS,
    });
    expect(Math.fround(lines[5].expression.jawOpen)).toBe(sampleFrame(4, 0).expression[24]);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
  });

  it('resamples, and leaves the identity out', async () => {
    const folder = await temporaryFolder();
    const out = join(folder, 'take.jsonl');

    await run(exportCommand, [await writeSampleTake(folder, 61)], {
      format: 'jsonl',
      out,
      fps: '25',
      'without-identity': true,
    });

    const lines = await readLines(out);
    const frames = lines.filter(({ type }) => type === 'frame');
    expect(frames.map(({ time }) => time)).toEqual(Array.from({ length: 26 }, (_, i) => 5000 + i * 40));
    expect(lines[0]).not.toHaveProperty('identity');
  });

  it.each([
    [{ out: 'x' }],
    [{ format: 'wav', out: 'x' }],
    [{ format: 'jsonl' }],
    [{ format: 'jsonl', out: 'x', fps: '0' }],
    [{ format: 'jsonl', out: './take.mcap' }],
  ])('refuses %j', async (options) => {
    await expect(run(exportCommand, ['take.mcap'], options)).rejects.toMatchObject({ code: 'usage/wrong' });
  });
});

describe('furrow reprocess', () => {
  it('never replaces the take it reads, whatever name it is given', async () => {
    const folder = await temporaryFolder();
    const take = await writeSampleTake(folder, 5);
    await symlink(take, join(folder, 'link.mcap'));

    await expect(run(reprocessCommand, [take], { out: join(folder, 'link.mcap') })).rejects.toMatchObject({
      code: 'usage/wrong',
    });
  });

  it('uses the settings in a file throughout', async () => {
    const folder = await temporaryFolder();
    const out = join(folder, 'out.mcap');
    const settings = join(folder, 'settings.json');
    const linked = { ...DEFAULT_PIPELINE_SETTINGS, linkBlinks: true };
    await writeFile(settings, JSON.stringify(linked));

    await run(reprocessCommand, [await writeSampleTake(folder, 20)], { out, settings });

    await using take = await TakeReader.open(out);
    expect([take.frames, take.observations, take.header.appVersion]).toEqual([20, 20, '1.2.3']);
    for await (const record of take.records({ topics: ['/settings'] })) {
      expect(record).toMatchObject({ change: { pipeline: linked } });
    }
  });

  it('measures from the face at rest of whom it is told, and says who that is', async () => {
    const folder = await temporaryFolder();
    const [out, identity] = [join(folder, 'out.mcap'), join(folder, 'person.furrow')];
    const person = sampleIdentity();
    await writeFile(identity, writeIdentity(person));

    await run(reprocessCommand, [await writeSampleTake(folder, 20)], { out, identity });

    await using take = await TakeReader.open(out);
    expect(take.header.identity).toBe(person.name);
    for await (const record of take.records({ topics: ['/settings'] })) {
      expect(record).toMatchObject({ change: { pipeline: { neutral: person.calibration.neutral } } });
    }
  });

  it('refuses a broken identity before it touches anything', async () => {
    const folder = await temporaryFolder();
    const [out, identity] = [join(folder, 'out.mcap'), join(folder, 'person.furrow')];
    await writeFile(identity, writeIdentity(sampleIdentity()).subarray(0, 900));

    await expect(
      run(reprocessCommand, [await writeSampleTake(folder, 5)], { out, identity }),
    ).rejects.toMatchObject({ code: 'identity/malformed' });
    await expect(stat(out)).rejects.toThrow();
  });
});

describe('furrow enrol', () => {
  it('wants an input and a .furrow file, a real field of view, and one person', async () => {
    const folder = await temporaryFolder();
    const out = join(folder, 'person.furrow');
    for (const [inputs, options] of [
      [[], { out }],
      [['clip.mp4'], {}],
      [['clip.mp4'], { out: join(folder, 'person.png') }],
      [['demo'], { out, 'field-of-view': '200' }],
      [['demo', 'demo:finn'], { out }],
      [['demo'], { out, name: 'x'.repeat(101) }],
    ] as const) {
      await expect(run(enrolCommand, [...inputs], options)).rejects.toMatchObject({ code: 'usage/wrong' });
    }
  });

  it('does not replace a file that is no identity', async () => {
    const out = join(await temporaryFolder(), 'person.furrow');
    await writeFile(out, 'my diary');

    await expect(run(enrolCommand, ['demo'], { out })).rejects.toMatchObject({ code: 'identity/malformed' });
    expect(await readFile(out, 'utf8')).toBe('my diary');
  });
});

describe('furrow repair', () => {
  it('says what was lost and where the damaged file is', async () => {
    const take = await writeSampleTake(await temporaryFolder(), 60);
    expect((await run(repairCommand, [take])).stdout).toContain('is whole: 60 frames');
    await truncate(take, 200_000);

    const { code, stdout } = await run(repairCommand, [take]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/is whole again: \d+ frames.*\n.*kept as .*damaged/);
  });
});

describe('furrow play', () => {
  it('sends every frame to the targets', async () => {
    const take = await writeSampleTake(await temporaryFolder(), 5);
    await using receiver = await openUdpReceiver();

    const { stderr } = await run(playCommand, [take], {
      target: [`osc:127.0.0.1:${receiver.port}`],
      speed: '0.25',
    });

    expect(stderr).toBe('5 frames sent.\n');
    const [time] = await receiver.messages();
    expect(time).toMatchObject({ address: '/furrow/time', args: [5] });
  });
});
