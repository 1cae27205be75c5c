import type { Endpoint } from '../../shared/contract/endpoint.ts';
import {
  createNodeProcessEndpoint,
  createParentPortEndpoint,
} from '../../shared/contract/process-endpoint.ts';

/** A worker process's endpoint to the process that started it, without which it has nobody to work for and ends. */
export function createOwnEndpoint(): Endpoint {
  // Electron's types promise a parentPort to every process; a plain child process has none.
  const parentPort: typeof process.parentPort | undefined = process.parentPort;
  const endpoint =
    parentPort === undefined ? createNodeProcessEndpoint(process) : createParentPortEndpoint(parentPort);
  endpoint.onClose(() => process.exit());
  return endpoint;
}
