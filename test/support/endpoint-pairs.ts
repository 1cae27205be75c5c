import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { Endpoint } from '../../src/shared/contract/endpoint.ts';
import { EndpointListeners } from '../../src/shared/contract/endpoint-listeners.ts';
import { createMessagePortEndpoint } from '../../src/shared/contract/message-port-endpoint.ts';
import { createNodeProcessEndpoint } from '../../src/shared/contract/process-endpoint.ts';
import { createWebSocketEndpoint } from '../../src/shared/contract/web-socket-endpoint.ts';
import { serveTestContract } from './contract-under-test.ts';

/** A client endpoint whose other end serves the test contract, and what ends the carrier itself. */
export interface EndpointUnderTest {
  readonly client: Endpoint;
  dispose(): Promise<void>;
}

/** Two joined endpoints in one process; messages are cloned and arrive in a later microtask. */
export function createMemoryEndpoints(): [Endpoint, Endpoint] {
  const sides = [new EndpointListeners(), new EndpointListeners()] as const;
  const endpoint = (own: EndpointListeners, other: EndpointListeners): Endpoint => ({
    send(message) {
      if (!own.ended) {
        const copy = structuredClone(message);
        queueMicrotask(() => other.deliver(copy));
      }
    },
    onMessage: (listener) => own.onMessage(listener),
    onClose: (listener) => own.onClose(listener),
    close() {
      own.end(undefined);
      queueMicrotask(() => other.end(undefined));
    },
    bufferedBytes: () => 0,
  });
  return [endpoint(sides[0], sides[1]), endpoint(sides[1], sides[0])];
}

async function openMemory(): Promise<EndpointUnderTest> {
  const [client, server] = createMemoryEndpoints();
  serveTestContract(server);
  return { client, dispose: async () => client.close() };
}

async function openMessageChannel(): Promise<EndpointUnderTest> {
  const { port1, port2 } = new MessageChannel();
  serveTestContract(createMessagePortEndpoint(port2));
  const client = createMessagePortEndpoint(port1);
  return { client, dispose: async () => client.close() };
}

async function openWebSocket(): Promise<EndpointUnderTest> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => serveTestContract(createWebSocketEndpoint(socket)));
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const client = createWebSocketEndpoint(socket);
  return {
    client,
    async dispose() {
      client.close();
      server.close();
      await once(server, 'close');
    },
  };
}

async function openChildProcess(): Promise<EndpointUnderTest> {
  const child = fork(fileURLToPath(new URL('./contract-child.ts', import.meta.url)), {
    serialization: 'advanced',
    execArgv: ['--import', 'tsx'],
  });
  const exited = once(child, 'exit');
  const client = createNodeProcessEndpoint(child);
  return {
    client,
    async dispose() {
      client.close();
      await exited;
    },
  };
}

/** Every carrier of the contract that runs in Node. Electron's ports and utility processes share their code. */
export const ENDPOINT_KINDS: ReadonlyMap<string, () => Promise<EndpointUnderTest>> = new Map([
  ['memory', openMemory],
  ['MessageChannel', openMessageChannel],
  ['loopback WebSocket', openWebSocket],
  ['child process', openChildProcess],
]);
