import type { Endpoint } from './endpoint.ts';
import { EndpointListeners } from './endpoint-listeners.ts';

/** A MessagePort of a page, a web worker or Node. */
export interface EventTargetPort {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** Electron's MessagePortMain. */
export interface EventEmitterPort {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/**
 * An endpoint over a MessagePort. Messages are always copied: between a page and Electron's main process a message
 * that lists an ArrayBuffer for transfer is lost (electron#34905).
 */
export function createMessagePortEndpoint(port: EventTargetPort | EventEmitterPort): Endpoint {
  const listeners = new EndpointListeners();
  const receive = (event: { readonly data: unknown }) => listeners.deliver(event.data);
  const end = () => listeners.end(undefined);
  if ('addEventListener' in port) {
    port.addEventListener('message', receive);
    port.addEventListener('close', end);
  } else {
    port.on('message', receive);
    port.on('close', end);
  }
  port.start();

  return {
    send(message) {
      if (!listeners.ended) {
        port.postMessage(message);
      }
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      end();
      port.close();
    },
    bufferedBytes: () => 0,
  };
}
