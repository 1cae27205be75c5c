import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SILENT_LOG } from '../../../src/main/services/log/log.ts';
import { type BackendContract, PROTOCOL_VERSION, type Role } from '../../../src/shared/contract/backend.ts';
import type { Client } from '../../../src/shared/contract/rpc.ts';
import { connectToServer, openSocket, runningServer, tokenOf } from '../../support/running-server.ts';

function hello(client: Client<BackendContract>, role: Role, takeOver = false) {
  return client.request('hello', { protocolVersion: PROTOCOL_VERSION, role, clientTime: 0, takeOver });
}

/** The code with which the server ends a socket. */
async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = await once(socket, 'close');
  return code as number;
}

/** The status with which the server answers an attempt to open a socket. */
function refusedWith(
  url: string,
  options: { origin?: string; headers?: Record<string, string> },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, options);
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('open', () => reject(new Error('the socket was let in')));
    socket.on('error', () => undefined);
  });
}

describe('the backend’s WebSocket', () => {
  test('lets a page with the control token be a window', async () => {
    const server = await runningServer();
    const window = connectToServer(server.port, tokenOf(server.address));
    expect(await hello(window, 'window')).toMatchObject({ shell: 'browser', version: '0.0.0' });
    expect(await window.request('settings/update', { language: 'ja' })).toMatchObject({ language: 'ja' });
    expect(await window.request('tracker/bundles', undefined)).toMatchObject([{ name: 'assembled' }]);
  });

  test('refuses a wrong token and none with a word that the page can show', async () => {
    const server = await runningServer();
    for (const token of ['wrong', '', 'x'.repeat(100_000), `${tokenOf(server.address)} `]) {
      await expect(hello(connectToServer(server.port, token), 'window')).rejects.toMatchObject({
        code: 'backend/unauthorised',
      });
    }
  });

  test('closes a socket that shows no token in time', async () => {
    const { port } = await runningServer({ tokenDeadline: 30 });
    expect(await closeCode(openSocket(port))).toBe(4401);
  });

  test('closes a socket that begins with bytes instead of a token', async () => {
    const { port } = await runningServer();
    const socket = openSocket(port);
    await once(socket, 'open');
    socket.send(Buffer.alloc(43));
    expect(await closeCode(socket)).toBe(4401);
  });

  test('refuses another Origin, no Origin, another Host and another path', async () => {
    const { port } = await runningServer();
    const url = `ws://127.0.0.1:${port}/backend`;
    const origin = `http://127.0.0.1:${port}`;
    expect(await refusedWith(url, { origin: 'http://evil.example' })).toBe(403);
    expect(await refusedWith(url, { origin: `http://127.0.0.1:${port + 1}` })).toBe(403);
    expect(await refusedWith(url, {})).toBe(403);
    expect(await refusedWith(url, { origin, headers: { Host: `evil.example:${port}` } })).toBe(403);
    expect(await refusedWith(`ws://127.0.0.1:${port}/other`, { origin })).toBe(404);
  });

  test('turns strangers away when too many wait at the door', async () => {
    const { port } = await runningServer();
    const strangers = Array.from({ length: 16 }, () => openSocket(port));
    await Promise.all(strangers.map((socket) => once(socket, 'open')));
    expect(await refusedWith(`ws://127.0.0.1:${port}/backend`, { origin: `http://127.0.0.1:${port}` })).toBe(
      503,
    );
    for (const socket of strangers) {
      socket.terminate();
    }
  });

  test('ends a socket that sends garbage and goes on with the others', async () => {
    const server = await runningServer();
    const window = connectToServer(server.port, tokenOf(server.address));
    await hello(window, 'window');

    for (const garbage of [Buffer.from('garbage'), Buffer.alloc(1_000_000, 0x41), 'text']) {
      const socket = openSocket(server.port);
      await once(socket, 'open');
      socket.send(tokenOf(server.address));
      socket.send(garbage);
      expect(await closeCode(socket)).toBe(4400);
    }

    expect(await window.request('settings/get', undefined)).toMatchObject({ settingsVersion: 1 });
  });

  test('ends a socket whose frame claims 1 GB, before or after the token', async () => {
    const server = await runningServer();
    for (const token of [undefined, tokenOf(server.address)]) {
      const closed = new Promise<Buffer>((resolve) => {
        const pieces: Buffer[] = [];
        const tcp = connectTcp(server.port, '127.0.0.1', () => tcp.write(upgradeRequest(server.port)));
        tcp.once('data', () => {
          tcp.write(
            Buffer.concat([token === undefined ? Buffer.alloc(0) : maskedText(token), gigabyteClaim()]),
          );
          tcp.on('data', (piece) => pieces.push(piece));
        });
        tcp.on('error', () => undefined).on('close', () => resolve(Buffer.concat(pieces)));
      });
      // A close frame: opcode 8, then the code as two bytes.
      const answer = await closed;
      expect(answer[0]).toBe(0x88);
      expect(answer.readUInt16BE(2)).toBe(1009);
    }
    await hello(connectToServer(server.port, tokenOf(server.address)), 'window');
  });

  test('ends with the server, whoever is connected', async () => {
    const errors: string[] = [];
    const server = await runningServer({ log: { ...SILENT_LOG, error: (message) => errors.push(message) } });
    const client = connectToServer(server.port, tokenOf(server.address));
    await hello(client, 'capturer');
    const ended = new Promise((resolve) => client.onClose(resolve));

    await server[Symbol.asyncDispose]();

    await ended;
    expect(errors).toEqual([]);
  });

  test('has one capturer until a second takes over', async () => {
    const server = await runningServer();
    const first = connectToServer(server.port, tokenOf(server.address));
    const second = connectToServer(server.port, tokenOf(server.address));
    await hello(first, 'capturer');
    const replaced = new Promise((resolve) => first.on('capturer/replaced', () => resolve('told')));
    const closed = new Promise((resolve) => first.onClose(resolve));

    await expect(hello(second, 'capturer')).rejects.toMatchObject({ code: 'backend/capturer-present' });
    await hello(second, 'capturer', true);

    expect(await replaced).toBe('told');
    await closed;
  });

  test('knows the view address again after a restart, until it is renewed', async () => {
    const first = await runningServer();
    const viewToken = tokenOf(first.viewAddress);
    const tokenFile = join(first.folder, 'data', 'view-token');
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(tokenFile, 'utf8')).toBe(`${viewToken}\n`);

    const again = await runningServer({ dataFolder: join(first.folder, 'data') });
    expect(tokenOf(again.viewAddress)).toBe(viewToken);
    expect(tokenOf(again.address)).not.toBe(tokenOf(first.address));
    const viewer = connectToServer(again.port, viewToken);
    const ended = new Promise((resolve) => viewer.onClose(resolve));
    await expect(hello(viewer, 'window')).rejects.toMatchObject({ code: 'backend/unauthorised' });
    await hello(viewer, 'viewer');
    await expect(viewer.request('settings/update', { language: 'ja' })).rejects.toMatchObject({
      code: 'backend/unauthorised',
    });

    await again.renewViewAddress();
    await ended;
    await expect(hello(connectToServer(again.port, viewToken), 'viewer')).rejects.toMatchObject({
      code: 'backend/unauthorised',
    });
    await hello(connectToServer(again.port, tokenOf(again.viewAddress)), 'viewer');
  });
});

function upgradeRequest(port: number): string {
  return [
    'GET /backend HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Origin: http://127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    '\r\n',
  ].join('\r\n');
}

/** A short text frame, masked with zeros (RFC 6455, section 5.2). */
function maskedText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

/** The head of a binary frame of 2³⁰ bytes and the first few of them. */
function gigabyteClaim(): Buffer {
  const head = Buffer.alloc(14 + 64);
  head[0] = 0x82;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(2n ** 30n, 2);
  return head;
}
