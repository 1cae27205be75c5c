import { serve } from '../../shared/contract/rpc.ts';
import { importDecaPack } from '../import/deca/import-deca.ts';
import type { InferenceContract } from '../inference/inference-contract.ts';
import { createOwnEndpoint } from '../inference/own-endpoint.ts';
import { SessionOwner } from '../inference/session-owner.ts';
import type { InferenceRunner } from '../inference/worker-host.ts';
import { buildEightBitGraphs } from '../services/inference/eight-bit-graphs.ts';
import { BACKGROUND_PARSERS, type BackgroundContract } from './background-contract.ts';

/* Entry of the process that does what takes long and can wait, with its own sessions. It is started for each job. */

const owner = new SessionOwner();

type Requests = InferenceContract['requests'];

const answers: {
  readonly [Name in keyof Requests]: (params: Requests[Name]['params']) => Promise<Requests[Name]['result']>;
} = {
  measure: (model) => owner.measure(model),
  run: ({ model, inputs }) => owner.run(model, inputs),
  close: async (model) => {
    await owner.close(model);
    return undefined;
  },
};

/** Networks run right here: nobody waits for this process. */
const host: InferenceRunner = {
  request: (name, params) => answers[name](params),
};

const connection = serve<BackgroundContract>(createOwnEndpoint(), {
  requests: {
    importDeca: (params, { signal, progress }) =>
      importDecaPack({ ...params, host, signal, onProgress: (done, total) => progress({ done, total }) }),
    buildEightBitGraphs: async ({ pack, crops }, { signal }) => {
      await buildEightBitGraphs(host, pack, crops, signal);
      return undefined;
    },
  },
  signals: {},
  parsers: BACKGROUND_PARSERS,
  onBadMessage: (error) => process.stderr.write(`${error.message}\n`),
});
connection.emit('ready', undefined);
