import { AppError, toAppError } from './app-error.ts';
import type { Endpoint } from './endpoint.ts';
import { EndpointListeners } from './endpoint-listeners.ts';
import { decodeMessage, encodeMessage } from './wire-codec.ts';

/** What browsers' WebSocket and the `ws` package have in common, as far as it is needed. */
export interface SocketLike {
  binaryType: string;
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
}

/** Why a Furrow server or client ends a socket; numbers of the range that RFC 6455 leaves to applications. */
export const CLOSE_CODES = {
  /** Bytes that are no message of ours. */
  badMessage: 4400,
  /** No token, or one that is not valid (any more). */
  unauthorised: 4401,
} as const;

/** RFC 6455, 7.4.1. */
const NORMAL_CLOSURE = 1000;
const MESSAGE_TOO_BIG = 1009;

const CONNECTING = 0;
const OPEN = 1;

/**
 * An endpoint over a WebSocket, either side. A client passes the access `token` it was given: it travels as the
 * first message, never in the address, where logs and histories would keep it. A side that receives bytes which are
 * no message of ours closes the socket.
 */
export function createWebSocketEndpoint(socket: SocketLike, token?: string): Endpoint {
  const listeners = new EndpointListeners();
  const beforeOpen: Uint8Array<ArrayBuffer>[] = [];
  socket.binaryType = 'arraybuffer';

  function open(): void {
    if (token !== undefined) {
      socket.send(token);
    }
    for (const bytes of beforeOpen.splice(0)) {
      socket.send(bytes);
    }
  }

  function receive(data: unknown): void {
    try {
      if (!(data instanceof ArrayBuffer)) {
        throw new AppError('backend/bad-message', 'A text message came where only binary ones are expected.');
      }
      listeners.deliver(decodeMessage(new Uint8Array(data)));
    } catch (thrown) {
      listeners.end(toAppError(thrown, 'backend/bad-message'));
      socket.close(CLOSE_CODES.badMessage);
    }
  }

  if (socket.readyState === CONNECTING) {
    socket.addEventListener('open', open);
  } else {
    open();
  }
  socket.addEventListener('message', (event) => receive(event.data));
  // 'close' follows and is what counts, but `ws` ends the process over an error that nobody listens to.
  socket.addEventListener('error', () => undefined);
  socket.addEventListener('close', (event) => listeners.end(reasonOf(event.code)));

  return {
    send(message) {
      if (listeners.ended || socket.readyState > OPEN) {
        return;
      }
      const bytes = encodeMessage(message);
      if (socket.readyState === CONNECTING) {
        beforeOpen.push(bytes);
      } else {
        socket.send(bytes);
      }
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      listeners.end(undefined);
      socket.close(NORMAL_CLOSURE);
    },
    bufferedBytes: () => socket.bufferedAmount,
  };
}

function reasonOf(code: number): AppError | undefined {
  switch (code) {
    case NORMAL_CLOSURE:
      return undefined;
    case CLOSE_CODES.unauthorised:
      return new AppError(
        'backend/unauthorised',
        'Furrow did not accept this page. Open the address that Furrow printed when it started.',
      );
    case CLOSE_CODES.badMessage:
    case MESSAGE_TOO_BIG:
      return new AppError(
        'backend/bad-message',
        'Furrow ended the connection: a message was malformed or too big.',
      );
    default:
      return new AppError('backend/disconnected', 'The connection to the Furrow backend was lost.', {
        details: { code },
      });
  }
}
