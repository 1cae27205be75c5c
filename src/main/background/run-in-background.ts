import { AppError } from '../../shared/contract/app-error.ts';
import { connect, type RequestOptions } from '../../shared/contract/rpc.ts';
import type { ProcessExit, StartWorkerProcess } from '../inference/worker-process.ts';
import type { BackgroundContract } from './background-contract.ts';

type Requests = BackgroundContract['requests'];

/** Milliseconds without progress after which a job hangs: quantizing a network on a busy machine takes minutes. */
const DEADLINE = 600_000;

/**
 * Has a job done by a process of its own, which ends with it.
 * @throws AppError of the job; `inference/worker-crashed` when the process dies, e.g. for lack of memory; `cancelled`
 */
export async function runInBackground<Name extends keyof Requests & string>(
  start: StartWorkerProcess,
  name: Name,
  params: Requests[Name]['params'],
  options: Pick<RequestOptions<Requests[Name]['progress']>, 'signal' | 'onProgress'>,
): Promise<Requests[Name]['result']> {
  const worker = start();
  const client = connect<BackgroundContract>(worker.endpoint);
  const died = worker.exited.then((exit) => {
    throw endedEarly(name, exit);
  });
  died.catch(() => undefined);
  try {
    await Promise.race([new Promise<void>((resolve) => client.on('ready', () => resolve(undefined))), died]);
    return await client.request(name, params, { deadline: DEADLINE, ...options });
  } catch (thrown) {
    throw thrown instanceof AppError && thrown.code === 'backend/disconnected' ? await died : thrown;
  } finally {
    worker.kill();
  }
}

function endedEarly(name: string, { code, signal, lastWords }: ProcessExit): AppError {
  return new AppError(
    'inference/worker-crashed',
    `The process that does "${name}" ended before it was done (${signal ?? code ?? 'it could not be started'}). ` +
      'Try again; if that does not help, close other programs to free memory.',
    { details: { lastWords } },
  );
}
