import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runningServer } from '../../support/running-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Sends a path exactly as given; `fetch` would tidy it. */
function rawGet(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, async (response) => {
      const pieces: Buffer[] = [];
      for await (const piece of response) {
        pieces.push(piece as Buffer);
      }
      const body = Buffer.concat(pieces).toString('utf8');
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the page’s server', () => {
  test('serves the built renderer with its types and the security headers', async () => {
    const { port } = await runningServer();

    const page = await rawGet(port, '/?x=1');
    expect(page).toMatchObject({ status: 200, body: '<title>Furrow</title>' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*connect-src 'self'/);
    expect(page.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect((await rawGet(port, '/assets/main-1a2b.mjs')).headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringContaining('immutable'),
    });
    expect((await rawGet(port, '/tracker/wasm/a.wasm')).headers['content-type']).toBe('application/wasm');
    expect((await rawGet(port, '/tracker/official.task')).status).toBe(404);
    expect(await rawGet(port, '/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect((await rawGet(port, '/', {}, 'POST')).status).toBe(405);
  });

  test('leads nowhere outside the renderer', async () => {
    const { port } = await runningServer();
    const paths = [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '/assets/..%00/secret.txt',
      '//secret.txt',
      '/.hidden',
      '/%ff',
      '/assets',
      '/assets/',
      '/index.html/..',
      '/C:/secret.txt',
    ];
    for (const path of paths) {
      expect((await rawGet(port, path)).status, path).toBe(404);
    }
  });

  test('refuses another Host (DNS rebinding) and another Origin', async () => {
    const { port } = await runningServer();
    expect((await rawGet(port, '/', { Host: `evil.example:${port}` })).status).toBe(403);
    expect((await rawGet(port, '/', { Host: '127.0.0.1:1' })).status).toBe(403);
    expect((await rawGet(port, '/', { Origin: 'http://evil.example' })).status).toBe(403);
    expect((await rawGet(port, '/', { Origin: 'null' })).status).toBe(403);
    expect((await rawGet(port, '/', { Host: `localhost:${port}` })).status).toBe(200);
    expect((await rawGet(port, '/', { Origin: `http://127.0.0.1:${port}` })).status).toBe(200);
  });

  test('survives bytes that are no HTTP', async () => {
    const { port } = await runningServer();
    const closed = new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('\u0000\u0001rubbish\r\n\r\n'));
      socket.on('error', () => undefined).on('close', resolve);
      socket.resume();
    });
    await closed;
    expect((await rawGet(port, '/')).status).toBe(200);
  });

  test('serves the video named at the start under a secret address, in parts', async () => {
    const video = join(await temporaryFolder(), 'my clip.mp4');
    await writeFile(video, '0123456789');
    const { port, address } = await runningServer({ video });
    const path = new URLSearchParams(new URL(address).hash.slice(1)).get('video') ?? '';

    expect(path).toMatch(/^\/shared\/[\w-]{22}\/my%20clip\.mp4$/);
    expect(await rawGet(port, path)).toMatchObject({ status: 200, body: '0123456789' });
    const part = await rawGet(port, path, { Range: 'bytes=2-4' });
    expect(part).toMatchObject({ status: 206, body: '234' });
    expect(part.headers).toMatchObject({ 'content-range': 'bytes 2-4/10', 'content-type': 'video/mp4' });
    expect(await rawGet(port, path, { Range: 'bytes=7-' })).toMatchObject({ status: 206, body: '789' });
    expect(await rawGet(port, path, { Range: 'bytes=-3' })).toMatchObject({ status: 206, body: '789' });
    expect((await rawGet(port, path, { Range: 'bytes=10-' })).status).toBe(416);
    expect((await rawGet(port, path, { Range: 'bytes=5-2' })).status).toBe(200);
    expect((await rawGet(port, '/shared/guess/my%20clip.mp4')).status).toBe(404);
  });

  test('says which port is busy', async () => {
    const { port } = await runningServer();
    await expect(runningServer({ port })).rejects.toMatchObject({
      code: 'server/port-busy',
      message: expect.stringContaining(`Port ${port} is in use`),
    });
  });
});
