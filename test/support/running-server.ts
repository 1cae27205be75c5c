import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type FurrowServer, type ServerOptions, startServer } from '../../src/main/server.ts';
import { SILENT_LOG } from '../../src/main/services/log/log.ts';
import type { BackendContract } from '../../src/shared/contract/backend.ts';
import { type Client, connect } from '../../src/shared/contract/rpc.ts';
import { createWebSocketEndpoint } from '../../src/shared/contract/web-socket-endpoint.ts';
import { startBackgroundWorker, startInferenceWorker } from './inference-worker.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A real server in browser mode on a free port, with a tiny renderer, stopped when the running test ends. */
export async function runningServer(
  options: Partial<ServerOptions> = {},
): Promise<FurrowServer & { readonly folder: string }> {
  const folder = await temporaryFolder();
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await mkdir(join(rendererFolder, 'tracker', 'wasm'), { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), '<title>Furrow</title>');
  await writeFile(join(rendererFolder, 'assets', 'main-1a2b.mjs'), 'export {};');
  await writeFile(join(rendererFolder, 'tracker', 'wasm', 'a.wasm'), 'wasm');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const server = await startServer({
    dataFolder: join(folder, 'data'),
    rendererFolder,
    port: 0,
    camera: undefined,
    video: undefined,
    version: '0.0.0',
    log: SILENT_LOG,
    startInference: startInferenceWorker,
    startBackground: startBackgroundWorker,
    ...options,
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return Object.assign(server, { folder });
}

/** The token in an address's fragment. */
export function tokenOf(address: string): string {
  return new URLSearchParams(new URL(address).hash.slice(1)).get('token') ?? '';
}

/** A socket as the server's own page would open it. */
export function openSocket(port: number): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}/backend`, { origin: `http://127.0.0.1:${port}` });
}

/** A client of the backend that has shown `token`, closed when the running test ends. */
export function connectToServer(port: number, token: string): Client<BackendContract> {
  const client = connect<BackendContract>(createWebSocketEndpoint(openSocket(port), token));
  onTestFinished(() => client.close());
  return client;
}
