import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/contract/app-error.ts';
import type { PageAssets } from '../assets/page-assets.ts';
import type { Log } from '../services/log/log.ts';
import type { BackendSockets } from './backend-sockets.ts';
import { isOwnHost, isOwnOrigin } from './origin-check.ts';

/** Only this machine can reach it. */
const LOOPBACK = '127.0.0.1';

/** Camera permissions belong to an origin, and the port is part of it: it must be the same every day. */
export const DEFAULT_PORT = 47_800;

/** How many ports above the default are tried when any free one will do. */
const PORTS_TRIED = 100;

export interface HttpServerOptions {
  readonly assets: PageAssets;
  readonly sockets: BackendSockets;
  readonly log: Log;
}

/** A server that is listening on loopback. */
export interface ListeningServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the page and its WebSockets on loopback. `port` 0 takes the first free one from `DEFAULT_PORT` up, `any` one
 * that the system chooses: for pages that no camera permission belongs to, and that must not be in the app's way.
 * @throws AppError `server/port-busy`, `server/failed`
 */
export async function listenOnLoopback(
  options: HttpServerOptions,
  port: number | 'any',
): Promise<ListeningServer> {
  const server = createServer((request, response) => {
    void answer(options, request, response);
  });
  server.on('upgrade', (request, connection, head) => {
    options.sockets.upgrade(request, connection, head);
  });
  await (port === 0 ? listenOnFirstFree(server) : listen(server, port === 'any' ? 0 : port));
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

async function answer(
  { assets, log }: HttpServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const port = request.socket.localPort;
    const { host, origin, range } = request.headers;
    if (!isOwnHost(host, port) || (origin !== undefined && !isOwnOrigin(origin, port))) {
      response.writeHead(403, { 'Content-Length': 0, Connection: 'close' }).end();
      return;
    }
    const [path = ''] = (request.url ?? '').split('?', 1);
    const { status, headers, body } = await assets.respond({ method: request.method ?? '', path, range });
    response.writeHead(status, headers);
    if (body === undefined) {
      response.end();
      return;
    }
    await pipeline(createReadStream(body.file, { start: body.start, end: body.end }), response);
  } catch (thrown) {
    // Most often a reader that went away in the middle; the address stays out of the log, it may hold a secret.
    log.debug('A response ended early.', {
      reason: thrown instanceof Error ? thrown.message : String(thrown),
    });
    response.destroy();
  }
}

async function listenOnFirstFree(server: Server): Promise<void> {
  for (let port = DEFAULT_PORT; ; port++) {
    try {
      await listen(server, port);
      return;
    } catch (thrown) {
      if (
        !(thrown instanceof AppError && thrown.code === 'server/port-busy') ||
        port >= DEFAULT_PORT + PORTS_TRIED
      ) {
        throw thrown;
      }
    }
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => {
      server.off('listening', succeed);
      reject(
        cause.code === 'EADDRINUSE'
          ? new AppError(
              'server/port-busy',
              `Port ${port} is in use, most likely by a Furrow that is running already. Close it, or choose another port with --port (0: any free one).`,
              { cause },
            )
          : new AppError('server/failed', `Furrow cannot listen on port ${port}: ${cause.message}.`, {
              cause,
            }),
      );
    };
    const succeed = () => {
      server.off('error', fail);
      resolve();
    };
    server.once('error', fail);
    server.once('listening', succeed);
    server.listen(port, LOOPBACK);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
