import { createSocket } from 'node:dgram';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RemoteRequest } from '../../../../src/main/services/remote-control/remote-commands.ts';
import { RemoteControlService } from '../../../../src/main/services/remote-control/remote-control-service.ts';
import type { RemoteControlState } from '../../../../src/shared/contract/backend.ts';
import { encodeMessageHead } from '../../../../src/shared/core/output/osc-message-head.ts';
import { openUdpReceiver } from '../../../support/udp-receiver.ts';

const CALIBRATE = encodeMessageHead('/furrow/calibrate', '');
const ENABLE = encodeMessageHead('/furrow/target/enable', 'sT', ['vmc-local']);

let time = 0;
let service: RemoteControlService;
let requests: RemoteRequest[] = [];
let states: RemoteControlState[] = [];
const sender = createSocket('udp4');

beforeEach(() => {
  time = 0;
  requests = [];
  states = [];
  service = new RemoteControlService({
    now: () => time,
    onRequest: (request) => requests.push(request),
    onState: (state) => states.push(state),
  });
});

afterEach(() => service[Symbol.asyncDispose]());

/** Listens on a port that the system chooses and tells which. */
async function listen(): Promise<number> {
  service.configure({ enabled: true, host: '127.0.0.1', port: 0 });
  await vi.waitUntil(() => states.at(-1)?.status === 'listening');
  const state = states.at(-1);
  return state?.status === 'listening' ? state.port : 0;
}

function handled(): number {
  const { requests, malformed, ignored, limited } = service.counts;
  return requests + malformed + ignored + limited;
}

async function send(port: number, ...packets: readonly Uint8Array[]): Promise<void> {
  const expected = handled() + packets.length;
  for (const packet of packets) {
    sender.send(packet, port, '127.0.0.1');
  }
  await vi.waitUntil(() => handled() === expected);
}

describe('RemoteControlService', () => {
  it('is off until it is switched on', () => {
    service.configure({ enabled: false, host: '127.0.0.1', port: 47_810 });

    expect(states).toEqual([{ status: 'off' }]);
  });

  it('passes on what real packets ask for', async () => {
    const port = await listen();

    await send(port, CALIBRATE);
    await send(port, ENABLE);

    expect(requests).toEqual([
      { name: 'calibrate' },
      { name: 'target/enable', target: 'vmc-local', enabled: true },
    ]);
  });

  it('counts what is not for it and goes on', async () => {
    const port = await listen();

    await send(port, Buffer.from('garbage'));
    await send(port, new Uint8Array(516));
    await send(port, encodeMessageHead('/furrow/target/enable', 'TT'));
    await send(port, encodeMessageHead('/somebody/else', ''));
    await send(port, CALIBRATE);

    expect(service.counts).toEqual({ requests: 1, malformed: 3, ignored: 1, limited: 0 });
  });

  it('carries out twenty commands a second at the most', async () => {
    const port = await listen();

    await send(port, ...Array.from({ length: 50 }, () => CALIBRATE));
    expect(service.counts).toMatchObject({ requests: 20, limited: 30 });
    time += 1000;
    await send(port, CALIBRATE);

    expect(requests).toHaveLength(21);
  });

  it('stops listening when it is switched off', async () => {
    const port = await listen();

    service.configure({ enabled: false, host: '127.0.0.1', port: 0 });

    expect(states.at(-1)).toEqual({ status: 'off' });
    // The port is free again.
    const other = createSocket('udp4');
    await new Promise<void>((resolve) => other.bind(port, '127.0.0.1', resolve));
    other.close();
  });

  it('moves to another port', async () => {
    const reserved = await openUdpReceiver();
    await reserved[Symbol.asyncDispose]();
    await listen();

    service.configure({ enabled: true, host: '127.0.0.1', port: reserved.port });
    await vi.waitUntil(() => states.length === 2);
    await send(reserved.port, CALIBRATE);

    expect(requests).toEqual([{ name: 'calibrate' }]);
  });

  it('leaves an open port alone when nothing has changed', async () => {
    await listen();

    service.configure({ enabled: true, host: '127.0.0.1', port: 0 });

    expect(states).toHaveLength(1);
  });

  it('says that a port is taken and what to do', async () => {
    await using other = await openUdpReceiver();

    service.configure({ enabled: true, host: '127.0.0.1', port: other.port });
    await vi.waitUntil(() => states.length > 0);

    expect(states).toEqual([
      {
        status: 'failed',
        message: `Another program already uses port ${other.port}. Choose another port for remote control.`,
      },
    ]);
  });

  it('says that an address is not of this machine', async () => {
    service.configure({ enabled: true, host: '192.0.2.7', port: 47_810 });
    await vi.waitUntil(() => states.length > 0);

    expect(states[0]).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/no address "192\.0\.2\.7"/),
    });
  });
});
