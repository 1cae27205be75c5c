import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.jpg': 'image/jpeg',
  '.mp4': 'video/mp4',
};

/** What a path of the site holds: the file of that name, or bytes. */
export type SiteContent = string | Uint8Array;

/** A web site on loopback with just the given paths; `close` ends it. */
export async function openSite(contents: ReadonlyMap<string, SiteContent>) {
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '/';
    const content = contents.get(path);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', CONTENT_TYPES[extname(path)] ?? 'application/octet-stream');
    response.end(typeof content === 'string' ? await readFile(content) : content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => new Promise((closed) => server.close(closed)),
  };
}
