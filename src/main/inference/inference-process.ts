import {
  createNodeProcessEndpoint,
  createParentPortEndpoint,
} from '../../shared/contract/process-endpoint.ts';
import { serve } from '../../shared/contract/rpc.ts';
import { INFERENCE_PARSERS, type InferenceContract } from './inference-contract.ts';
import { SessionOwner } from './session-owner.ts';

/*
 * Entry of the inference process, started by Electron as a utility process and by Node as a child process.
 * A native fault, a driver reset or the memory killer may take it at any time: it holds nothing but sessions.
 */

// Electron's types promise a parentPort to every process; a plain child process has none.
const parentPort: typeof process.parentPort | undefined = process.parentPort;
const endpoint =
  parentPort === undefined ? createNodeProcessEndpoint(process) : createParentPortEndpoint(parentPort);
const owner = new SessionOwner();
const connection = serve<InferenceContract>(endpoint, {
  requests: {
    measure: (model) => owner.measure(model),
    run: ({ model, inputs }) => owner.run(model, inputs),
    close: async (model) => {
      await owner.close(model);
      return undefined;
    },
  },
  signals: {},
  parsers: INFERENCE_PARSERS,
  onBadMessage: (error) => process.stderr.write(`${error.message}\n`),
});
// Without the process that started it there is nobody to work for.
endpoint.onClose(() => process.exit());
connection.emit('ready', undefined);
