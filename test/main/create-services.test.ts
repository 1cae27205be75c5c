import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createServices, type Services } from '../../src/main/create-services.ts';
import { SILENT_LOG } from '../../src/main/services/log/log.ts';
import { type BackendContract, PROTOCOL_VERSION, type Role } from '../../src/shared/contract/backend.ts';
import { type Client, connect } from '../../src/shared/contract/rpc.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/contract/settings.ts';
import { createFaceFrame } from '../../src/shared/core/face/face-frame.ts';
import { createFaceObservation } from '../../src/shared/core/face/face-observation.ts';
import { createMemoryEndpoints } from '../support/endpoint-pairs.ts';
import { startBackgroundWorker, startInferenceWorker } from '../support/inference-worker.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function startServices(): Promise<Services> {
  const services = await createServices({
    dataFolder: await temporaryFolder(),
    shell: 'browser',
    version: '0.0.0',
    log: SILENT_LOG,
    startInference: startInferenceWorker,
    startBackground: startBackgroundWorker,
  });
  onTestFinished(() => services[Symbol.asyncDispose]());
  return services;
}

async function join(services: Services, role: Role): Promise<Client<BackendContract>> {
  const [client, server] = createMemoryEndpoints();
  services.sessions.accept(server, 'control');
  const connected = connect<BackendContract>(client);
  await connected.request('hello', {
    protocolVersion: PROTOCOL_VERSION,
    role,
    clientTime: 0,
    takeOver: false,
  });
  return connected;
}

async function openReceiver() {
  const receiver = createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  return receiver;
}

test('a capturer’s frame reaches the target that a window has set', async () => {
  const services = await startServices();
  const receiver = await openReceiver();
  onTestFinished(() => void receiver.close());
  const { port } = receiver.address() as AddressInfo;
  const window = await join(services, 'window');
  const capturer = await join(services, 'capturer');
  const [target] = DEFAULT_SETTINGS.targets;
  const settingsHeard = new Promise((resolve) =>
    capturer.on('settings', ({ targets }) => resolve(targets.length)),
  );

  await window.request('settings/update', { targets: target === undefined ? [] : [{ ...target, port }] });
  expect(await settingsHeard).toBe(1);
  const packet = once(receiver, 'message');
  capturer.signal('frame', { observation: createFaceObservation(), frame: createFaceFrame() });

  const [bytes] = (await packet) as [Buffer];
  expect(bytes.toString('latin1')).toContain('/furrow/head/rotation');
});

test('OSC commands reach the windows and the settings once remote control is on', async () => {
  const services = await startServices();
  const window = await join(services, 'window');
  const listening = new Promise<number>((resolve) =>
    window.on('remote-control/state', (state) => state.status === 'listening' && resolve(state.port)),
  );
  const commanded = new Promise((resolve) => window.on('remote-control/command', resolve));
  const probe = await openReceiver();
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  await window.request('settings/update', { remoteControl: { enabled: true, host: '127.0.0.1', port } });
  const sender = createSocket('udp4');
  onTestFinished(() => void sender.close());

  sender.send(oscMessage('/furrow/calibrate', ','), await listening, '127.0.0.1');
  expect(await commanded).toEqual({ name: 'calibrate' });

  const changed = new Promise<boolean | undefined>((resolve) =>
    window.on('settings', ({ targets }) => resolve(targets.find(({ id }) => id === 'vmc-local')?.enabled)),
  );
  sender.send(oscMessage('/furrow/target/enable', ',sT', 'vmc-local'), port, '127.0.0.1');
  expect(await changed).toBe(true);
});

/** Strings of OSC 1.0: ended by zeros, in steps of four bytes. */
function oscMessage(...strings: readonly string[]): Buffer {
  return Buffer.concat(
    strings.map((text) => Buffer.from(text.padEnd((Math.floor(text.length / 4) + 1) * 4, '\0'))),
  );
}
