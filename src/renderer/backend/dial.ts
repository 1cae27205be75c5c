import { AppError } from '../../shared/contract/app-error.ts';
import type { Endpoint } from '../../shared/contract/endpoint.ts';
import { createMessagePortEndpoint } from '../../shared/contract/message-port-endpoint.ts';
import { readPortGiven } from '../../shared/contract/port-handover.ts';
import { createWebSocketEndpoint } from '../../shared/contract/web-socket-endpoint.ts';
import type { BackendAddress } from './backend-address.ts';

/** Makes one attempt to reach the backend. Rejects with an AppError. */
export type Dial = () => Promise<Endpoint>;

/** Milliseconds the preload script, which runs in this very process, may take to answer. */
const PORT_DEADLINE = 3000;

/** Dials an address; `requestPort` is how this side (the page, or a worker through its page) gets ports. */
export function createDial(address: BackendAddress, requestPort: () => Promise<MessagePort>): Dial {
  return address.kind === 'ports'
    ? async () => createMessagePortEndpoint(await requestPort())
    : async () => createWebSocketEndpoint(new WebSocket(address.url), address.token);
}

let lastPortId = 0;

/**
 * Asks the preload script for a port to Electron's main process. In a page that was opened in a browser without its
 * token nobody answers.
 * @throws AppError `backend/unauthorised`
 */
export function requestPortFromPreload(): Promise<MessagePort> {
  const id = ++lastPortId;
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      window.removeEventListener('message', receive);
    };
    const receive = (event: MessageEvent<unknown>) => {
      const [port] = event.ports;
      if (event.source === window && readPortGiven(event.data) === id && port !== undefined) {
        finish();
        resolve(port);
      }
    };
    const timer = setTimeout(() => {
      finish();
      reject(
        new AppError(
          'backend/unauthorised',
          'This page was opened without its access token. Open the address that Furrow printed when it started.',
        ),
      );
    }, PORT_DEADLINE);
    window.addEventListener('message', receive);
    window.postMessage({ type: 'furrow/port-wanted', id }, location.origin);
  });
}
