import { serve } from '../../shared/contract/rpc.ts';
import { INFERENCE_PARSERS, type InferenceContract } from './inference-contract.ts';
import { createOwnEndpoint } from './own-endpoint.ts';
import { SessionOwner } from './session-owner.ts';

/*
 * Entry of the inference process, started by Electron as a utility process and by Node as a child process.
 * A native fault, a driver reset or the memory killer may take it at any time: it holds nothing but sessions.
 */

const owner = new SessionOwner();
const connection = serve<InferenceContract>(createOwnEndpoint(), {
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
connection.emit('ready', undefined);
