import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { downloadFile } from '../../../../src/main/services/packs/download.ts';
import type { DownloadProgress } from '../../../../src/shared/contract/backend.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import {
  type Answer,
  breakingOff,
  serving,
  servingUnmeasured,
  servingWhole,
  stalling,
  startFileServer,
} from './file-server.ts';

/** Long enough to arrive in several pieces. */
const CONTENT = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) % 251));
const OTHER_CONTENT = Buffer.from(CONTENT).fill(1, 100, 200);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

/** A server with the given answers, and a download from it into `pack.bin`. */
async function prepare(...answers: readonly [Answer, ...Answer[]]) {
  const server = await startFileServer(...answers);
  onTestFinished(async () => {
    await server.close();
  });
  const destination = join(folder, 'packs', 'pack.bin');
  const progress: DownloadProgress[] = [];
  const abort = new AbortController();
  const download = (onProgress = (_: DownloadProgress) => {}) =>
    downloadFile({ url: server.url, bytes: CONTENT.length, sha256: SHA256 }, destination, {
      fetch,
      signal: abort.signal,
      onProgress: (step) => {
        progress.push(step);
        onProgress(step);
      },
    });
  return { server, destination, progress, abort, download };
}

describe('downloadFile', () => {
  it('puts the file in place and leaves no part behind', async () => {
    const { destination, download } = await prepare(serving(CONTENT));

    await download();

    expect(CONTENT.equals(await readFile(destination))).toBe(true);
    expect(await readdir(join(folder, 'packs'))).toEqual(['pack.bin']);
  });

  it('reports bytes that only grow, from none to all', async () => {
    const { progress, download } = await prepare(serving(CONTENT));

    await download();

    const received = progress.map(({ receivedBytes }) => receivedBytes);
    expect(received[0]).toBe(0);
    expect(received.at(-1)).toBe(CONTENT.length);
    expect(received).toEqual(received.toSorted((first, second) => first - second));
    expect(progress.every(({ totalBytes }) => totalBytes === CONTENT.length)).toBe(true);
  });

  it('keeps what arrived before the connection broke, and continues there', async () => {
    const { server, destination, progress, download } = await prepare(
      breakingOff(CONTENT, 120_000),
      serving(CONTENT),
    );

    await expect(download()).rejects.toMatchObject({ code: 'download/failed' });
    const { size } = await stat(`${destination}.part`);
    progress.length = 0;
    await download();

    expect(size).toBeGreaterThan(0);
    expect(server.rangeStarts).toEqual([undefined, size]);
    expect(progress[0]?.receivedBytes).toBe(size);
    expect(CONTENT.equals(await readFile(destination))).toBe(true);
  });

  it('begins anew when the server ignores the range', async () => {
    const { destination, download } = await prepare(servingWhole(CONTENT));
    await leavePart(destination, OTHER_CONTENT.subarray(0, 50_000));

    await download();

    expect(CONTENT.equals(await readFile(destination))).toBe(true);
  });

  it('checks a part that is already whole without asking the server', async () => {
    const { server, destination, download } = await prepare(serving(CONTENT));
    await leavePart(destination, CONTENT);

    await download();

    expect(server.rangeStarts).toEqual([]);
    expect(CONTENT.equals(await readFile(destination))).toBe(true);
  });

  it('begins anew when the part is longer than the file', async () => {
    const { server, destination, download } = await prepare(serving(CONTENT));
    await leavePart(destination, Buffer.concat([CONTENT, CONTENT]));

    await download();

    expect(server.rangeStarts).toEqual([undefined]);
    expect(CONTENT.equals(await readFile(destination))).toBe(true);
  });

  it.each([
    ['has a wrong hash', serving(OTHER_CONTENT)],
    ['says that it is longer', serving(Buffer.concat([CONTENT, CONTENT]))],
    ['is longer without saying so', servingUnmeasured(Buffer.concat([CONTENT, CONTENT]))],
    ['says that it is shorter', serving(CONTENT.subarray(0, 5000))],
  ])('refuses a file that %s, and deletes it', async (_, answer) => {
    const { download } = await prepare(answer);

    await expect(download()).rejects.toMatchObject({
      code: 'model/hash-mismatch',
      message: expect.stringContaining('is not the expected file of 300000 bytes'),
    });
    expect(await readdir(join(folder, 'packs'))).toEqual([]);
  });

  it('never writes more than the expected size', async () => {
    const { progress, download } = await prepare(servingUnmeasured(Buffer.alloc(20 * CONTENT.length)));

    await expect(download()).rejects.toMatchObject({ code: 'model/hash-mismatch' });
    expect(Math.max(...progress.map(({ receivedBytes }) => receivedBytes))).toBeLessThanOrEqual(
      CONTENT.length,
    );
  });

  it.each([
    ['another place', 'bytes 0-299999/300000', 206],
    ['no place', undefined, 206],
    ['a refusal, its file being shorter', undefined, 416],
  ])('deletes a part that the server continues with %s', async (_, contentRange, status) => {
    const { destination, download } = await prepare((response) => {
      response.writeHead(status, contentRange === undefined ? {} : { 'Content-Range': contentRange }).end();
    });
    await leavePart(destination, CONTENT.subarray(0, 100_000));

    await expect(download()).rejects.toMatchObject({ code: 'model/hash-mismatch' });
    expect(await readdir(join(folder, 'packs'))).toEqual([]);
  });

  it('keeps the part when the file ends early without having said its length', async () => {
    const { destination, download } = await prepare(servingUnmeasured(CONTENT.subarray(0, 7000)));

    await expect(download()).rejects.toMatchObject({
      code: 'download/failed',
      message: expect.stringContaining('the connection ended after 7000 of 300000 bytes'),
    });
    expect((await stat(`${destination}.part`)).size).toBe(7000);
  });

  it('stops when it is cancelled, and keeps what arrived', async () => {
    const { server, destination, abort, download } = await prepare(stalling(CONTENT, 90_000));

    const cancelled = download(({ receivedBytes }) => {
      if (receivedBytes > 0) {
        abort.abort();
      }
    });

    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect((await stat(`${destination}.part`)).size).toBeGreaterThan(0);
    expect(server.rangeStarts).toEqual([undefined]);
  });

  it("names the server's answer, or the reason why there is none", async () => {
    const { server, download } = await prepare((response) => response.writeHead(503).end());

    await expect(download()).rejects.toMatchObject({
      code: 'download/failed',
      message: expect.stringContaining('the server answered 503 Service Unavailable'),
    });
    await server.close();
    await expect(download()).rejects.toMatchObject({
      code: 'download/failed',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

/** What an earlier, interrupted download left. */
async function leavePart(destination: string, content: Buffer): Promise<void> {
  await mkdir(join(folder, 'packs'));
  await writeFile(`${destination}.part`, content);
}
