import { expect, it } from 'vitest';
import { runInBackground } from '../../../src/main/background/run-in-background.ts';
import { startBackgroundWorker } from '../../support/inference-worker.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const missing = (folder: string) => ({
  checkpoint: `${folder}/deca_model.tar`,
  flame: `${folder}/generic_model.pkl`,
  data: folder,
  name: 'deca',
  packsFolder: folder,
});

it('tells what is wrong with a job, and ends its process', async () => {
  const worker = startBackgroundWorker();

  const job = runInBackground(() => worker, 'importDeca', missing(await temporaryFolder()), {});

  await expect(job).rejects.toMatchObject({ code: 'import/missing' });
  expect(await worker.exited).toMatchObject({ signal: 'SIGKILL' });
});

it('says so when its process dies', async () => {
  const worker = startBackgroundWorker();
  const job = runInBackground(() => worker, 'importDeca', missing(await temporaryFolder()), {});
  worker.kill();
  await expect(job).rejects.toMatchObject({ code: 'inference/worker-crashed' });
});
