import type { PageAssets } from '../assets/page-assets.ts';
import type { Services } from '../create-services.ts';
import type { Log } from '../services/log/log.ts';
import { BackendSockets } from './backend-sockets.ts';
import { listenOnLoopback } from './http-server.ts';

/** Milliseconds a WebSocket may stay without showing its token. */
const TOKEN_DEADLINE = 3000;

/** What is served, and where. */
export interface PageServerOptions {
  readonly services: Pick<Services, 'sessions' | 'tokens' | 'avatarPage'>;
  readonly assets: PageAssets;
  /** 0: the first free one from the default up. */
  readonly port: number;
  readonly tokenDeadline?: number | undefined;
  readonly log: Log;
}

/** Pages and their WebSockets on loopback, running. */
export interface PageServer {
  readonly port: number;
  /** Origin of the pages, without a slash at its end. */
  readonly root: string;
  close(): Promise<void>;
}

/**
 * Serves the pages to browsers on this machine: the app to whoever has the control token, and the avatar page.
 * @throws AppError `server/port-busy`, `server/failed`
 */
export async function openPageServer(options: PageServerOptions): Promise<PageServer> {
  const { sessions, tokens, avatarPage } = options.services;
  const sockets = new BackendSockets({
    sessions,
    tokens,
    tokenDeadline: options.tokenDeadline ?? TOKEN_DEADLINE,
  });
  const server = await listenOnLoopback({ assets: options.assets, sockets, log: options.log }, options.port);
  const root = `http://127.0.0.1:${server.port}`;
  avatarPage.served(root);
  return {
    port: server.port,
    root,
    close: () => {
      // Before the HTTP server, which waits for them.
      sockets[Symbol.dispose]();
      return server.close();
    },
  };
}
