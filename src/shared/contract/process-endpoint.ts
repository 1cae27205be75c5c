import { AppError } from './app-error.ts';
import type { Endpoint } from './endpoint.ts';
import { EndpointListeners } from './endpoint-listeners.ts';

/** Either end of a Node child process's channel, made with `serialization: 'advanced'` so that arrays stay arrays. */
export interface NodeProcessChannel {
  readonly connected: boolean;
  send?(message: unknown, done: (error: Error | null) => void): boolean;
  disconnect(): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

/** An Electron utility process, seen from the main process. */
export interface UtilityProcessChannel {
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

/** Electron's `process.parentPort`, seen from inside a utility process. */
export interface ParentPortChannel {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

/** An endpoint over a Node child process's channel, either end. Closing it disconnects, it does not kill. */
export function createNodeProcessEndpoint(channel: NodeProcessChannel): Endpoint {
  const listeners = new EndpointListeners();
  channel.on('message', (message) => listeners.deliver(message));
  channel.on('disconnect', () => listeners.end(processEnded()));
  return {
    send(message) {
      if (!listeners.ended && channel.connected) {
        // A failed send means that the other side is gone; 'disconnect' follows.
        channel.send?.(message, () => undefined);
      }
    },
    ...closing(listeners, () => {
      if (channel.connected) {
        channel.disconnect();
      }
    }),
  };
}

/** An endpoint over an Electron utility process, in main. Closing it ends the process. */
export function createUtilityProcessEndpoint(utility: UtilityProcessChannel): Endpoint {
  const listeners = new EndpointListeners();
  utility.on('message', (message) => listeners.deliver(message));
  utility.on('exit', (code) => listeners.end(processEnded(code)));
  return {
    send(message) {
      if (!listeners.ended) {
        utility.postMessage(message);
      }
    },
    ...closing(listeners, () => utility.kill()),
  };
}

/** An endpoint over `process.parentPort`, inside a utility process, which lives and ends with its parent. */
export function createParentPortEndpoint(port: ParentPortChannel): Endpoint {
  const listeners = new EndpointListeners();
  port.on('message', (event) => listeners.deliver(event.data));
  return {
    send(message) {
      if (!listeners.ended) {
        port.postMessage(message);
      }
    },
    ...closing(listeners, () => undefined),
  };
}

function closing(listeners: EndpointListeners, disconnect: () => void): Omit<Endpoint, 'send'> {
  return {
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      listeners.end(undefined);
      disconnect();
    },
    bufferedBytes: () => 0,
  };
}

function processEnded(exitCode?: number): AppError {
  return new AppError('backend/disconnected', 'The process on the other side ended.', {
    details: exitCode === undefined ? {} : { exitCode },
  });
}
