import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { reprocessTake } from '../../src/main/services/recording/reprocess-take.ts';
import { TakeReader } from '../../src/main/services/recording/take-reader.ts';
import type { BackendContract } from '../../src/shared/contract/backend.ts';
import type { FaceDisplacement, LiveFaceState } from '../../src/shared/contract/live-face.ts';
import type { Client } from '../../src/shared/contract/rpc.ts';
import type { FaceFrame } from '../../src/shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../src/shared/core/face/face-observation.ts';
import { encodeFrame } from '../../src/shared/core/take/take-codec.ts';
import { openApp } from '../support/app-page.ts';
import { type DecaSources, writeDecaSources } from '../support/deca-sources.ts';
import { ffmpegNote, hasFfmpeg, makeFakeCamera } from '../support/fake-camera.ts';
import { startInferenceWorker } from '../support/inference-worker.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../support/shared-data.ts';
import { suiteFolder } from '../support/suite-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { UdpReceiver } from '../support/udp-receiver.ts';

const NEVER = new AbortController().signal;

type Packet = ReadonlyMap<string, readonly unknown[]>;

/** The next packets that hold a tracked frame. */
async function trackedPackets(receiver: UdpReceiver, count: number): Promise<Packet[]> {
  const packets: Packet[] = [];
  while (packets.length < count) {
    const packet = new Map((await receiver.messages()).map(({ address, args }) => [address, args]));
    if (packet.get('/furrow/tracking')?.[0] === 'tracked') {
      packets.push(packet);
    }
  }
  return packets;
}

/** Drops what has come so far. */
async function drain(receiver: UdpReceiver): Promise<void> {
  while (receiver.pending > 0) {
    await receiver.packet();
  }
}

describe.skipIf(!hasSharedData || !hasFfmpeg)(`an imported pack${sharedDataNote}${ffmpegNote}`, () => {
  const folder = suiteFolder();

  let sources: DecaSources;

  beforeAll(async () => {
    sources = await writeDecaSources(folder);
  }, 60_000);

  test('comes in by the window, drives stream and take at camera rate, and survives its process', {
    timeout: 400_000,
    // A machine with much else to do may let deadlines pass.
    retry: 1,
  }, async () => {
    const dataFolder = await temporaryFolder();
    const fakeCamera = join(folder, 'man.mjpeg');
    await makeFakeCamera(['-i', sharedPath('data/dev/man-speaks.mp4')], 'null', fakeCamera);
    const processes: ReturnType<typeof startInferenceWorker>[] = [];
    const startInference = () => {
      const started = startInferenceWorker();
      processes.push(started);
      return started;
    };
    const { page, receiver, services } = await openApp({
      fakeCamera,
      server: { dataFolder, startInference },
    });
    let state: LiveFaceState | undefined;
    let displacement: FaceDisplacement | undefined;
    services.on('face/state', (value) => {
      state = value;
    });
    services.on('face/displacement', (value) => {
      displacement = value;
    });
    await trackedPackets(receiver, 10);

    await importDeca(page, sources);
    expect(await services.request('face-packs/list', undefined)).toContainEqual(
      expect.objectContaining({ name: 'deca', hasNetworks: true }),
    );
    await vi.waitFor(() => expect(state).toMatchObject({ status: 'running', pack: 'deca' }), {
      timeout: 200_000,
      interval: 100,
    });
    await vi.waitFor(() => expect(displacement?.values).toHaveLength(256 * 256), 10_000);
    expect(displacement?.values.some((value) => value !== 0)).toBe(true);

    // The window hears of a displacement before the capturer's next frame does; wrinkles alone may still be Furrow's own.
    await vi.waitFor(
      async () => {
        const [packet] = await trackedPackets(receiver, 1);
        expect(packet?.has('/furrow/wrinkle/forehead')).toBe(true);
        expect(packet?.has('/furrow/flame/expression/0')).toBe(true);
      },
      { timeout: 30_000, interval: 1 },
    );
    const packets = await trackedPackets(receiver, 60);
    const values = packets.map((packet) => packet.get('/furrow/flame/expression/0')?.[0]);
    const moved = values.filter((value, i) => i > 0 && value !== undefined && value !== values[i - 1]);
    expect(moved.length).toBeGreaterThan(0.9 * (values.length - 1));
    expect(packets.every((packet) => packet.has('/furrow/flame/expression/49'))).toBe(true);
    expect(packets.every((packet) => packet.has('/furrow/wrinkle/forehead'))).toBe(true);

    const path = await recordFresh(services, receiver, join(dataFolder, 'takes'));
    const { observations, frames } = await readTake(path);
    expect(frames.filter(({ flame }) => flame !== undefined).length).toBeGreaterThan(0.9 * frames.length);
    expect(observations.every(({ inference, index }) => (inference?.frameIndex ?? 0) < index)).toBe(true);
    const again = join(await temporaryFolder(), 'again.mcap');
    await using reader = await TakeReader.open(path);
    await reprocessTake(reader, again, {
      settings: undefined,
      appVersion: '0',
      signal: NEVER,
      onProgress: () => undefined,
    });
    expect((await readTake(again)).frames.map(bits)).toEqual(frames.map(bits));

    process.kill(processes.at(-1)?.pid ?? Number.NaN, 'SIGKILL');
    await drain(receiver);
    const meanwhile = await trackedPackets(receiver, 20);
    expect(meanwhile.every((packet) => packet.has('/furrow/flame/expression/0'))).toBe(true);
    // Whether a crop was being read, and the pack is failing for a second, depends on the moment.
    await vi.waitFor(() => expect(processes).toHaveLength(2), { timeout: 60_000, interval: 100 });
    displacement = undefined;
    await vi.waitFor(() => expect(displacement).toBeDefined(), { timeout: 60_000, interval: 100 });
    expect(state).toMatchObject({ status: 'running', pack: 'deca' });
  });
});

/** Imports DECA as a user does, which also chooses it. */
async function importDeca(page: Page, { checkpoint, flame, data }: DecaSources): Promise<void> {
  const dataFiles = [
    'head_template.obj',
    'landmark_embedding.npy',
    'uv_face_eye_mask.png',
    'fixed_displacement_256.npy',
  ];
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Import DECA…' }).click();
  const start = page.getByRole('button', { name: 'Import', exact: true });
  await page
    .locator('.pack-import input[type=file]')
    .setInputFiles([checkpoint, flame, ...dataFiles.map((name) => join(data, name))]);
  expect(await start.isEnabled()).toBe(false);
  await page.locator('.pack-import input[type=checkbox]').check();
  await start.click();
  await page.getByText('DECA has been imported').waitFor({ timeout: 150_000 });
  await page.getByRole('dialog', { name: 'Import DECA' }).getByRole('button', { name: 'Close' }).click();
}

function bits(frame: FaceFrame): string {
  return Buffer.from(encodeFrame(frame)).toString('latin1');
}

/** Records a take that begins where the pipeline starts over, as it does unless the machine is too busy to say so in time. */
async function recordFresh(
  services: Client<BackendContract>,
  receiver: UdpReceiver,
  takes: string,
): Promise<string> {
  for (;;) {
    await drain(receiver);
    await services.request('recording/start', undefined);
    await trackedPackets(receiver, 40);
    await services.request('recording/stop', undefined);
    const [take] = await services.request('takes/list', undefined);
    const path = join(takes, `${take?.name}.mcap`);
    if ((await readTake(path)).isFresh) {
      return path;
    }
  }
}

async function readTake(path: string) {
  await using take = await TakeReader.open(path);
  const observations: FaceObservation[] = [];
  const frames: FaceFrame[] = [];
  let isFresh = false;
  for await (const record of take.records({ topics: ['/observation', '/frame', '/settings'] })) {
    if (record.kind === 'observation') {
      observations.push(record.observation);
    } else if (record.kind === 'frame') {
      frames.push(record.frame);
    } else if (record.kind === 'settings' && frames.length === 0) {
      isFresh = record.change.reset;
    }
  }
  return { observations, frames, isFresh };
}
