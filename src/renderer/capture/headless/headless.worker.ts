import type { HeadlessCaptureContract } from '../../../shared/contract/headless-capture.ts';
import { connect } from '../../../shared/contract/rpc.ts';
import type { BackendAddress } from '../../backend/backend-address.ts';
import { createDial } from '../../backend/dial.ts';
import { runCaptureJobs } from './capture-jobs.ts';

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener('message', ({ data: address }: MessageEvent<BackendAddress>) => {
  void start(address);
});

async function start(address: BackendAddress): Promise<void> {
  const dial = createDial(address, () => Promise.reject(new Error('a headless page has no ports')));
  const client = connect<HeadlessCaptureContract>(await dial());
  await runCaptureJobs(client, self.location.origin);
}
