import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AppendableFile,
  createPrivateFile,
} from '../../../../src/main/services/recording/durable-appender.ts';
import { TakeReader } from '../../../../src/main/services/recording/take-reader.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../../../src/shared/core/tracking/pipeline-settings.ts';
import { FRESH_START, RecorderUnderTest } from '../../../support/recorder-under-test.ts';
import { readRecords } from '../../../support/take-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const linked = { ...DEFAULT_PIPELINE_SETTINGS, linkBlinks: true };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The recorder looks around every 800 ms. */
function tick(): void {
  vi.advanceTimersByTime(800);
}

async function openOnlyTake(folder: string): Promise<TakeReader> {
  const takes = await readdir(folder);
  expect(takes).toHaveLength(1);
  return TakeReader.open(join(folder, takes[0] ?? ''));
}

/** A file that refuses like the operating system does once `allowedBytes` are written. */
async function failingFile(path: string, code: string, allowedBytes: number): Promise<AppendableFile> {
  const file = await createPrivateFile(path);
  let written = 0;
  return {
    async writeFile(bytes) {
      written += bytes.byteLength;
      if (written > allowedBytes) {
        // Disks fill up in the middle of a write.
        await file.writeFile(bytes.subarray(0, bytes.byteLength >> 1));
        throw Object.assign(new Error(code), { code });
      }
      await file.writeFile(bytes);
    },
    datasync: () => file.datasync(),
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  };
}

describe('Recorder', () => {
  it('begins a take where the pipeline starts over and ends it in good order', async () => {
    const folder = await temporaryFolder();
    const test = new RecorderUnderTest();
    test.publish(5, { pipeline: linked, reset: true });

    await test.start(join(folder, 'takes'));
    test.publish(3);
    test.publish(20, FRESH_START);
    test.publish(10, { pipeline: linked, reset: false });
    test.recorder.mark('now');
    await test.recorder.stop();

    await using take = await openOnlyTake(join(folder, 'takes'));
    const { records, damage } = await readRecords(take);
    expect(damage).toEqual({ lostBytes: 0, lostMessages: 0, malformedMessages: 0 });
    expect(take.isFinished).toBe(true);
    expect(records.filter(({ kind }) => kind === 'frame')).toHaveLength(30);
    expect(records[0]).toEqual({ kind: 'settings', change: FRESH_START });
    expect(records[1]).toMatchObject({ kind: 'observation', observation: { index: 8 } });
    expect(records[41]).toEqual({ kind: 'settings', change: { pipeline: linked, reset: false } });
    expect(records.at(-1)).toEqual({
      kind: 'marker',
      marker: { kind: 'mark', time: test.time, label: 'now' },
    });
    expect(test.states.at(0)).toMatchObject({ status: 'recording', frames: 0, isReceiving: false });
    expect(test.states.at(-1)).toMatchObject({
      status: 'idle',
      lastTake: expect.stringMatching(/^2025-06-15 /),
    });
    expect((await stat(join(folder, 'takes'))).mode & 0o777).toBe(0o700);
  });

  it('begins in the middle when no fresh start comes, with the settings that hold', async () => {
    const folder = await temporaryFolder();
    const test = new RecorderUnderTest();
    test.publish(1, { pipeline: linked, reset: true });

    await test.start(folder);
    test.publish(70);
    await test.recorder.stop();

    await using take = await openOnlyTake(folder);
    const { records } = await readRecords(take);
    expect(records[0]).toEqual({ kind: 'settings', change: { pipeline: linked, reset: false } });
    expect(take.frames).toBe(11);
  });

  it('refuses a second recording and names two takes of one second apart', async () => {
    const folder = await temporaryFolder();
    const test = new RecorderUnderTest();
    await test.start(folder);
    await expect(test.start(folder)).rejects.toMatchObject({ code: 'recording/busy' });
    await test.recorder.stop();
    await test.start(folder);
    await test.recorder.stop();

    const [second = '', first = ''] = (await readdir(folder)).sort((a, b) => b.length - a.length);
    expect(second).toBe(first.replace('.mcap', ' (2).mcap'));
  });

  it('marks when no frames come, and when the machine slept or its clock was set', async () => {
    const folder = await temporaryFolder();
    const test = new RecorderUnderTest();
    await test.start(folder);
    test.publish(10, FRESH_START);
    const lastFrame = test.time;
    test.pass(1200);
    tick();
    expect(test.states.at(-1)).toMatchObject({ status: 'recording', frames: 10, isReceiving: false });
    test.publish(1);
    test.wallTime += 3_600_000;
    tick();
    await test.recorder.stop();

    await using take = await openOnlyTake(folder);
    const { records } = await readRecords(take);
    const markers = records.flatMap((record) => (record.kind === 'marker' ? [record.marker] : []));
    expect(markers).toEqual([
      { kind: 'gap', time: lastFrame, label: 'no frames came' },
      { kind: 'clock', time: test.time, label: 'the clocks moved 3600000 ms apart' },
    ]);
  });

  it.each([
    ['ENOSPC', 'The disk is full'],
    ['EIO', 'could not be written (EIO)'],
  ])('keeps what was written when the disk fails with %s, and says so', async (code, words) => {
    const folder = await temporaryFolder();
    const test = new RecorderUnderTest({ createFile: (path) => failingFile(path, code, 800_000) });
    await test.start(folder);
    for (let second = 0; second < 5; second++) {
      test.publish(60, second === 0 ? FRESH_START : undefined);
      tick();
      // The disk works in the background; its failure is noticed at the next look.
      await vi.waitFor(() => expect(test.recorder.state.status).not.toBe('idle'));
      await new Promise((resolve) => setImmediate(resolve));
      await stat(folder);
    }
    await vi.waitFor(() => {
      tick();
      expect(test.recorder.state.status).toBe('failed');
    });

    expect(test.recorder.state).toMatchObject({
      take: expect.any(String),
      message: expect.stringContaining(words),
    });
    test.publish(1);
    await vi.waitFor(async () => {
      await using take = await openOnlyTake(folder);
      const { records, damage } = await readRecords(take);
      // Two chunks and the preamble fit into what the disk took.
      expect(records.filter(({ kind }) => kind === 'frame').length).toBeGreaterThanOrEqual(96);
      expect(damage).toEqual({ lostBytes: 0, lostMessages: 0, malformedMessages: 0 });
    });
  });

  it.each([
    ['EROFS', 'read-only'],
    ['EACCES', 'may not write'],
    ['ENOSPC', 'full'],
  ])('does not begin when the file cannot be created: %s', async (code, words) => {
    const folder = await temporaryFolder();
    const test = new RecorderUnderTest({
      createFile: () => Promise.reject(Object.assign(new Error(code), { code })),
    });

    await expect(test.start(folder)).rejects.toMatchObject({ code: 'recording/write-failed' });

    expect(test.recorder.state).toMatchObject({ status: 'failed', message: expect.stringContaining(words) });
  });

  it('does not make a chosen folder that is missing, and can begin once it is there', async () => {
    const folder = join(await temporaryFolder(), 'disk');
    const test = new RecorderUnderTest();

    await expect(test.start(folder, false)).rejects.toMatchObject({ code: 'recording/write-failed' });
    expect(test.recorder.state).toMatchObject({ message: expect.stringContaining('is not there') });
    await mkdir(folder);
    await test.start(folder, false);
    await test.recorder.stop();

    expect(test.recorder.state.status).toBe('idle');
  });

  it('goes on when its file is deleted', async () => {
    const folder = await temporaryFolder();
    const test = new RecorderUnderTest();
    await test.start(folder);
    test.publish(30, FRESH_START);
    await rm(folder, { recursive: true });
    test.publish(60);
    await test.recorder.stop();

    expect(test.recorder.state.status).toBe('idle');
  });

  it('ends the take in good order before the disk is full', async () => {
    const folder = await temporaryFolder();
    const test = new RecorderUnderTest();
    await test.start(folder);
    test.publish(30, FRESH_START);
    test.freeBytes = 999_999;
    tick();
    await vi.waitFor(() => expect(test.recorder.state.status).toBe('failed'));

    await using take = await openOnlyTake(folder);
    expect([take.isFinished, take.frames]).toEqual([true, 30]);
    await expect(test.start(folder)).rejects.toMatchObject({
      message: expect.stringContaining('nearly full'),
    });
  });
});

describe('a recording process that is killed', () => {
  it('leaves a take that lacks a second at the most', async () => {
    vi.useRealTimers();
    const folder = await temporaryFolder();
    const script = fileURLToPath(new URL('../../../support/record-take-child.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const handed: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      handed.push(Number(line.split(' ')[1]));
      if (handed.length === 200) {
        child.kill('SIGKILL');
        break;
      }
    }
    await once(child, 'close');

    await using take = await openOnlyTake(folder);
    const { records, damage } = await readRecords(take);
    const times = records.flatMap((record) => (record.kind === 'frame' ? [record.frame.time] : []));
    expect(damage).toEqual({ lostBytes: 0, lostMessages: 0, malformedMessages: 0 });
    expect(take.isFinished).toBe(false);
    expect(times).toEqual(handed.slice(0, times.length));
    expect((handed.at(-1) ?? 0) - (times.at(-1) ?? 0)).toBeLessThan(1000);
  });
});
