import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { CLOSE_CODES, createWebSocketEndpoint } from '../../shared/contract/web-socket-endpoint.ts';
import { MAX_MESSAGE_BYTES } from '../../shared/contract/wire-codec.ts';
import type { BackendSessions } from '../session/backend-sessions.ts';
import type { AccessTokens } from './access-tokens.ts';
import { isOwnHost, isOwnOrigin } from './origin-check.ts';

/** Where pages find the backend. */
const BACKEND_PATH = '/backend';

/** Sockets that have not shown a token yet; more than these are turned away. */
const MAX_STRANGERS = 16;

/** Longer than any token. */
const MAX_TOKEN_BYTES = 128;

export interface BackendSocketsOptions {
  readonly sessions: Pick<BackendSessions, 'accept'>;
  readonly tokens: Pick<AccessTokens, 'scopeOf'>;
  /** Milliseconds a socket may stay without showing its token. */
  readonly tokenDeadline: number;
}

/**
 * The door for WebSockets: own Host, own Origin, own path; then the token as the first message; then a session.
 * A frame that claims more than `MAX_MESSAGE_BYTES` ends its socket before a byte of it is kept.
 */
export class BackendSockets {
  readonly #options: BackendSocketsOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  readonly #strangers = new Set<WebSocket>();

  constructor(options: BackendSocketsOptions) {
    this.#options = options;
  }

  /** Answers a request to upgrade. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    const refusal = this.#refusal(request);
    if (refusal !== undefined) {
      connection.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, connection, head, (socket) => this.#askForToken(socket));
  }

  /** Ends all sockets at once. */
  [Symbol.dispose](): void {
    for (const socket of this.#server.clients) {
      socket.terminate();
    }
    this.#server.close();
  }

  #refusal(request: IncomingMessage): string | undefined {
    const port = request.socket.localPort;
    if (!isOwnHost(request.headers.host, port) || !isOwnOrigin(request.headers.origin, port)) {
      return '403 Forbidden';
    }
    if (request.url !== BACKEND_PATH) {
      return '404 Not Found';
    }
    return this.#strangers.size < MAX_STRANGERS ? undefined : '503 Service Unavailable';
  }

  #askForToken(socket: WebSocket): void {
    const { sessions, tokens, tokenDeadline } = this.#options;
    this.#strangers.add(socket);
    const timer = setTimeout(() => socket.close(CLOSE_CODES.unauthorised), tokenDeadline);
    const meet = () => {
      clearTimeout(timer);
      this.#strangers.delete(socket);
    };
    socket.once('message', (data, isBinary) => {
      meet();
      const scope = isBinary ? undefined : tokens.scopeOf(tokenText(data));
      if (scope === undefined) {
        socket.close(CLOSE_CODES.unauthorised);
        return;
      }
      sessions.accept(createWebSocketEndpoint(socket), scope);
    });
    socket.once('close', meet);
    // 'close' follows and is what counts; `ws` ends the process over an error that nobody listens to.
    socket.on('error', () => undefined);
  }
}

function tokenText(data: RawData): string {
  return Buffer.isBuffer(data) && data.length <= MAX_TOKEN_BYTES ? data.toString('utf8') : '';
}
