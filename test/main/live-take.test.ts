import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createServices, type Services } from '../../src/main/create-services.ts';
import { SILENT_LOG } from '../../src/main/services/log/log.ts';
import { reprocessTake } from '../../src/main/services/recording/reprocess-take.ts';
import { TakeReader } from '../../src/main/services/recording/take-reader.ts';
import { FramePublisher } from '../../src/renderer/capture/frame-publisher.ts';
import { roundTime } from '../../src/renderer/capture/session-clock.ts';
import { type BackendContract, PROTOCOL_VERSION } from '../../src/shared/contract/backend.ts';
import { type Client, connect } from '../../src/shared/contract/rpc.ts';
import { createFaceFrame } from '../../src/shared/core/face/face-frame.ts';
import { encodeFrame } from '../../src/shared/core/take/take-codec.ts';
import { FramePipeline } from '../../src/shared/core/tracking/frame-pipeline.ts';
import {
  DEFAULT_PIPELINE_SETTINGS,
  type PipelineSettings,
} from '../../src/shared/core/tracking/pipeline-settings.ts';
import { createMemoryEndpoints } from '../support/endpoint-pairs.ts';
import { startBackgroundWorker, startInferenceWorker } from '../support/inference-worker.ts';
import { syntheticObservation, turnAbout } from '../support/synthetic-observation.ts';
import { OSC_TARGET } from '../support/targets.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openUdpReceiver, type UdpReceiver } from '../support/udp-receiver.ts';

/** Milliseconds between frames: wide enough that no target's rate cap drops one that comes late. */
const FRAME_INTERVAL = 50;

const calm: PipelineSettings = {
  ...DEFAULT_PIPELINE_SETTINGS,
  filter: { head: 0.8, eyes: 0.7, brows: 0.6, mouth: 0.9 },
};

/** The tracker worker's part of the way, its clock far from the services' own. */
class Worker {
  readonly pipeline = new FramePipeline();
  readonly publisher: FramePublisher;
  readonly #frame = createFaceFrame();
  #index = 0;

  constructor(services: Services) {
    this.publisher = new FramePublisher({
      dial: async () => {
        const [client, server] = createMemoryEndpoints();
        services.sessions.accept(server, 'control');
        return client;
      },
      origin: 'http://localhost',
      now: () => this.now(),
      onState: () => undefined,
      resetPipeline: () => {
        const { learned } = this.pipeline;
        this.pipeline.reset(learned);
        return learned;
      },
    });
  }

  now(): number {
    return roundTime(performance.now() + 123_456.789);
  }

  configure(settings: PipelineSettings): void {
    this.pipeline.configure(settings);
    this.publisher.pipelineConfigured(settings);
  }

  async run(frames: number): Promise<void> {
    for (let i = 0; i < frames; i++) {
      const phase = this.#index / 5;
      const observation = syntheticObservation(this.now(), {
        rotation: turnAbout(1, 0.4 * Math.sin(phase)),
        translation: [4 * Math.sin(phase / 2), 0, -50],
        gaze: [0.3 * Math.sin(phase * 2), 0],
        expression: { jawOpen: 0.4 + 0.4 * Math.sin(phase * 3) },
      });
      observation.index = this.#index;
      observation.imageEvidence.forEach((_, i, evidence) => {
        evidence[i] = 0.8 + 0.2 * Math.sin(phase + i);
      });
      this.pipeline.process(observation, this.#frame);
      this.publisher.publish(observation, this.#frame);
      this.#index += 1;
      await setTimeout(FRAME_INTERVAL);
    }
  }
}

async function joinAsWindow(services: Services): Promise<Client<BackendContract>> {
  const [client, server] = createMemoryEndpoints();
  services.sessions.accept(server, 'control');
  const window = connect<BackendContract>(client);
  await window.request('hello', {
    protocolVersion: PROTOCOL_VERSION,
    role: 'window',
    clientTime: 0,
    takeOver: false,
  });
  return window;
}

/** The packets that say the face is tracked, among `atLeast` or more; silence brings others in between. */
async function trackedPackets(receiver: UdpReceiver, count: number): Promise<string[]> {
  const packets: string[] = [];
  while (packets.length < count) {
    const packet = Buffer.from(await receiver.packet()).toString('latin1');
    if (packet.includes('tracked')) {
      packets.push(packet);
    }
  }
  return packets;
}

test('a take recorded in the middle of a session replays the packets and reprocesses bit for bit', async () => {
  const folder = await temporaryFolder();
  await using receiver = await openUdpReceiver();
  const services = await createServices({
    dataFolder: folder,
    shell: 'browser',
    version: '0.0.0',
    log: SILENT_LOG,
    startInference: startInferenceWorker,
    startBackground: startBackgroundWorker,
  });
  onTestFinished(() => services[Symbol.asyncDispose]());
  const window = await joinAsWindow(services);
  await window.request('settings/update', { targets: [{ ...OSC_TARGET, port: receiver.port }] });
  const worker = new Worker(services);
  await worker.publisher.open();
  await vi.waitFor(() => worker.run(1).then(() => expect(receiver.pending).toBeGreaterThan(0)));

  // The filters are full of what came before when the recording begins.
  await worker.run(5);
  const reset = vi.spyOn(worker.pipeline, 'reset');
  await window.request('recording/start', undefined);
  await vi.waitFor(() => expect(reset).toHaveBeenCalledTimes(1));
  await trackedPackets(receiver, receiver.pending);
  await worker.run(8);
  worker.configure(calm);
  await worker.run(12);
  const live = await trackedPackets(receiver, 20);
  await window.request('recording/stop', undefined);

  const [name = ''] = (await window.request('takes/list', undefined)).map((take) => take.name);
  await using take = await TakeReader.open(join(folder, 'takes', `${name}.mcap`));
  expect([take.frames, take.isFinished]).toEqual([20, true]);

  const again = join(folder, 'again.mcap');
  const options = { appVersion: '0', signal: AbortSignal.timeout(10_000), onProgress: () => undefined };
  await reprocessTake(take, again, { ...options, settings: undefined });
  await using reprocessed = await TakeReader.open(again);
  expect(await frameBytes(reprocessed)).toEqual(await frameBytes(take));

  const other = join(folder, 'other.mcap');
  await reprocessTake(take, other, { ...options, settings: calm });
  await using calmer = await TakeReader.open(other);
  expect(await frameBytes(calmer)).not.toEqual(await frameBytes(take));

  await window.request('takes/play', { name, loop: false, speed: 1, position: 0 });
  expect(await trackedPackets(receiver, 20)).toEqual(live);
  expect(await readdir(join(folder, 'takes'))).toHaveLength(1);
});

async function frameBytes(take: TakeReader): Promise<string[]> {
  const frames: string[] = [];
  for await (const record of take.records({ topics: ['/frame'] })) {
    if (record.kind === 'frame') {
      frames.push(Buffer.from(encodeFrame(record.frame)).toString('latin1'));
    }
  }
  return frames;
}
