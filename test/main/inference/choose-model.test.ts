import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  chooseModel,
  inferenceThreads,
  platformProviders,
} from '../../../src/main/inference/choose-model.ts';
import { WorkerHost } from '../../../src/main/inference/worker-host.ts';
import { startInferenceWorker } from '../../support/inference-worker.ts';
import { endlessGraph, scalingGraph } from '../../support/small-graphs.ts';
import { suiteFolder } from '../../support/suite-folder.ts';
import { writeGraph } from '../../support/write-graph.ts';

const folder = suiteFolder();
const scaling = await writeGraph(folder, scalingGraph(2));
const { signal } = new AbortController();

describe('chooseModel', () => {
  it('keeps the reason of each refused candidate and falls back to the CPU', async () => {
    await using host = new WorkerHost(startInferenceWorker);
    const foreign = process.platform === 'darwin' ? 'dml' : 'coreml';

    const choice = await chooseModel(
      host,
      [{ ...scaling, provider: foreign }, { ...scaling, path: join(folder, 'absent.onnx') }, scaling],
      signal,
    );

    expect(choice.chosen?.model).toEqual(scaling);
    expect(choice.chosen?.measurement.inputs).toEqual([{ name: 'values', shape: [1, 4] }]);
    expect(choice.refused.map(({ code }) => code)).toEqual(['model/load-failed', 'model/missing']);
    expect(choice.refused[0]?.reason).toContain(foreign);
  });

  it('goes on with the next candidate when one takes the process with it', async () => {
    const processes: ReturnType<typeof startInferenceWorker>[] = [];
    await using host = new WorkerHost(() => {
      const started = startInferenceWorker();
      processes.push(started);
      return started;
    });
    host.onStatus(({ status }) => {
      if (status === 'ready' && processes.length === 1) {
        processes[0]?.kill();
      }
    });

    const choice = await chooseModel(host, [await writeGraph(folder, endlessGraph()), scaling], signal);

    expect(choice.chosen?.model).toEqual(scaling);
    expect(choice.refused).toMatchObject([{ code: 'inference/worker-crashed' }]);
  });

  it('chooses nothing when nothing runs', async () => {
    await using host = new WorkerHost(startInferenceWorker);

    const choice = await chooseModel(host, [{ ...scaling, path: join(folder, 'absent.onnx') }], signal);

    expect(choice).toMatchObject({ chosen: undefined, measured: [], refused: [{ code: 'model/missing' }] });
  });
});

describe('what is tried', () => {
  it.each(['win32', 'darwin', 'linux', 'freebsd'])('ends with the CPU on %s', (platform) => {
    expect(platformProviders(platform).at(-1)).toBe('cpu');
  });

  it.each([
    [1, 1],
    [2, 1],
    [4, 3],
    [32, 4],
  ])('on %d cores takes %d threads, so that the tracker keeps one', (cores, threads) => {
    expect(inferenceThreads(cores)).toBe(threads);
  });
});
