import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelSpec } from '../../../src/main/inference/inference-contract.ts';
import { WorkerHost, type WorkerStatus } from '../../../src/main/inference/worker-host.ts';
import type { ProcessExit } from '../../../src/main/inference/worker-process.ts';
import type { Endpoint } from '../../../src/shared/contract/endpoint.ts';
import { startInferenceWorker } from '../../support/inference-worker.ts';
import { endlessGraph, scalingGraph } from '../../support/small-graphs.ts';
import { suiteFolder } from '../../support/suite-folder.ts';
import { writeGraph } from '../../support/write-graph.ts';

const folder = suiteFolder();
const scaling = await writeGraph(folder, scalingGraph(2));
const endless = await writeGraph(folder, endlessGraph());

const values = Float32Array.of(1, 2, 3, 4);

describe('a WorkerHost with the real inference process', () => {
  it('runs a model and keeps the names of its outputs', async () => {
    await using host = new WorkerHost(startInferenceWorker);

    const outputs = await host.request('run', { model: scaling, inputs: { values } });

    expect(outputs).toEqual({ result: Float32Array.of(2, 4, 6, 8) });
  });

  it.each(['SIGKILL', 'SIGSEGV'] as const)('survives %s in the middle of a request', async (signal) => {
    const processes: ReturnType<typeof startInferenceWorker>[] = [];
    await using host = new WorkerHost(() => {
      const started = startInferenceWorker();
      processes.push(started);
      return started;
    });
    await host.request('run', { model: scaling, inputs: { values } });

    const interrupted = host.request('run', {
      model: endless,
      inputs: { values },
    });
    const outcome = expect(interrupted).rejects.toMatchObject({
      code: 'inference/worker-crashed',
      details: { signal },
    });
    // Usually long enough for the native run to have begun; the outcome is the same when it has not.
    await setTimeout(200);
    const pid = processes[0]?.pid;
    // Without a number, `kill` would end this very test run.
    expect(pid).toBeGreaterThan(1);
    process.kill(Number(pid), signal);
    await outcome;

    const outputs = await host.request('run', { model: scaling, inputs: { values } });
    expect(outputs.result).toEqual(Float32Array.of(2, 4, 6, 8));
    expect(processes).toHaveLength(2);
  });

  it('ends a run that overruns its deadline and answers the next request', async () => {
    await using host = new WorkerHost(startInferenceWorker);
    await host.request('run', { model: scaling, inputs: { values } });

    const overrun = host.request('run', { model: endless, inputs: { values } }, { deadline: 500 });
    await expect(overrun).rejects.toMatchObject({ code: 'inference/timeout' });

    const outputs = await host.request('run', { model: scaling, inputs: { values } });
    expect(outputs.result).toEqual(Float32Array.of(2, 4, 6, 8));
  });

  it('rejects what the caller cancels and stays alive', async () => {
    await using host = new WorkerHost(startInferenceWorker);
    const cancel = new AbortController();

    const cancelled = host.request('close', scaling, { signal: cancel.signal });
    cancel.abort();

    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect(host.request('close', scaling)).resolves.toBeUndefined();
  });
});

/** Processes that say nothing and end when told to, and the statuses their host went through. */
function silentProcesses() {
  const crashes: (() => void)[] = [];
  const statuses: WorkerStatus[] = [];
  const host = new WorkerHost(() => {
    let end = (_exit: ProcessExit) => {};
    const exited = new Promise<ProcessExit>((resolve) => {
      end = resolve;
    });
    const crash = () => end({ code: 1, signal: undefined, lastWords: '' });
    crashes.push(crash);
    const endpoint: Endpoint = {
      send() {},
      onMessage() {},
      onClose() {},
      close() {},
      bufferedBytes: () => 0,
    };
    return { endpoint, exited, kill: crash };
  });
  host.onStatus((status) => statuses.push(status));
  return { host, crashes, statuses };
}

describe('a WorkerHost whose processes crash', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('waits 1, then 2 seconds, and gives up at the third crash within a minute', async () => {
    const { host, crashes, statuses } = silentProcesses();

    host.start();
    for (const delay of [1000, 2000, 600_000]) {
      crashes.at(-1)?.();
      await vi.advanceTimersByTimeAsync(delay);
    }

    expect(statuses).toMatchObject([
      { status: 'starting' },
      { status: 'restarting', attempt: 1, delayMilliseconds: 1000 },
      { status: 'starting' },
      { status: 'restarting', attempt: 2, delayMilliseconds: 2000 },
      { status: 'starting' },
      { status: 'failed' },
    ]);
    expect(crashes).toHaveLength(3);
  });

  it('doubles the wait up to a minute while crashes are too rare to give up', async () => {
    const { host, crashes, statuses } = silentProcesses();

    host.start();
    for (let crash = 0; crash < 7; crash++) {
      crashes.at(-1)?.();
      await vi.advanceTimersByTimeAsync(0);
      const { status } = host;
      const delay = status.status === 'restarting' ? status.delayMilliseconds : 0;
      await vi.advanceTimersByTimeAsync(Math.max(31_000, delay));
    }

    const delays = statuses.flatMap((status) =>
      status.status === 'restarting' ? [status.delayMilliseconds] : [],
    );
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
  });

  it('rejects requests at once when it has failed, until it is started again', async () => {
    const { host, crashes } = silentProcesses();
    const model: ModelSpec = { path: '', provider: 'cpu', threads: 1 };
    const waiting = host.request('close', model);
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'inference/worker-crashed' });
    for (const delay of [1000, 2000, 0]) {
      crashes.at(-1)?.();
      await vi.advanceTimersByTimeAsync(delay);
    }

    await outcome;
    await expect(host.request('close', model)).rejects.toMatchObject({ code: 'inference/worker-crashed' });
    host.start();
    expect(host.status).toEqual({ status: 'starting' });
  });

  it('ends a process that never becomes ready', async () => {
    const { host } = silentProcesses();

    host.start();
    await vi.advanceTimersByTimeAsync(30_000);

    expect(host.status).toMatchObject({ status: 'restarting', reason: { code: 'inference/timeout' } });
  });
});
