import { expect, test } from 'vitest';
import { CaptureConnection, type CaptureListener } from '../../../src/main/capture/capture-connection.ts';
import { AppError } from '../../../src/shared/contract/app-error.ts';
import type { CaptureJob, HeadlessCaptureContract } from '../../../src/shared/contract/headless-capture.ts';
import { connect } from '../../../src/shared/contract/rpc.ts';
import { createFaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../../src/shared/core/tracking/pipeline-settings.ts';
import { createMemoryEndpoints } from '../../support/endpoint-pairs.ts';
import { sampleFaceFrame } from '../../support/sample-face-frame.ts';

const JOB: CaptureJob = {
  input: { kind: 'video', path: '/shared/x/clip.mp4' },
  bundle: { name: 'assembled', path: 'tracker/assembled.task', hasScores: false },
  pipeline: DEFAULT_PIPELINE_SETTINGS,
};
const DEAF: CaptureListener = { onBegin: () => undefined, onFrame: async () => undefined };
const NEVER = new AbortController().signal;

function openConnection() {
  const [own, other] = createMemoryEndpoints();
  return { connection: new CaptureConnection(own), page: connect<HeadlessCaptureContract>(other) };
}

/** Frame number `index` as a page would send it. */
function captured(index: number) {
  return {
    observation: { ...createFaceObservation(), index },
    frame: { ...sampleFaceFrame(), index },
    trackMilliseconds: 1,
  };
}

test('gives a job, hears its frames in order and what is missing', async () => {
  const { connection, page } = openConnection();
  const heard: number[] = [];
  const listener = {
    ...DEAF,
    onFrame: async ({ frame }: ReturnType<typeof captured>) => void heard.push(frame.index),
  };
  const running = connection.run(JOB, listener, NEVER);

  expect(await page.request('capture/next', undefined)).toEqual(JOB);
  await page.request('capture/begin', { seconds: 1 });
  await page.request('capture/frame', captured(0));
  await page.request('capture/frame', captured(1));
  await expect(page.request('capture/frame', captured(3))).rejects.toMatchObject({
    code: 'backend/bad-message',
  });
  await page.request('capture/end', { problem: undefined, missingSeconds: 0.5 });

  expect(await running).toMatchObject({ missingSeconds: 0.5 });
  expect(heard).toEqual([0, 1]);
});

test('does not let the page go on before a frame has been taken', async () => {
  const { connection, page } = openConnection();
  let take = () => undefined;
  const listener = {
    ...DEAF,
    onFrame: () =>
      new Promise<void>((resolve) => {
        take = () => void resolve();
      }),
  };
  const running = connection.run(JOB, listener, NEVER);
  await page.request('capture/next', undefined);
  let isTaken = false;
  const frame = page.request('capture/frame', captured(0)).then(() => {
    isTaken = true;
  });
  await new Promise((resolve) => setImmediate(resolve));

  expect(isTaken).toBe(false);
  take();
  await frame;
  await page.request('capture/end', { problem: undefined, missingSeconds: 0 });
  await running;
});

test('tells the page why a frame was not taken', async () => {
  const { connection, page } = openConnection();
  const full = new AppError('recording/write-failed', 'The disk is full.');
  const running = connection.run(JOB, { ...DEAF, onFrame: () => Promise.reject(full) }, NEVER);
  await page.request('capture/next', undefined);

  await expect(page.request('capture/frame', captured(0))).rejects.toMatchObject({ code: full.code });
  const problem = { code: full.code, message: full.message };
  await page.request('capture/end', { problem, missingSeconds: 0 });
  await expect(running).rejects.toMatchObject(problem);
});

test('fails the job when the page goes, and is of no more use', async () => {
  const { connection, page } = openConnection();
  const running = connection.run(JOB, DEAF, NEVER);
  await page.request('capture/next', undefined);
  page.close();

  await expect(running).rejects.toMatchObject({ code: 'capture/page-lost' });
  expect(connection.isLost).toBe(true);
  await expect(connection.run(JOB, DEAF, NEVER)).rejects.toMatchObject({ code: 'capture/page-lost' });
});

test('ends the page when the job is cancelled', async () => {
  const { connection } = openConnection();
  const abort = new AbortController();
  const running = connection.run(JOB, DEAF, abort.signal);
  abort.abort();

  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(connection.isLost).toBe(true);
});
