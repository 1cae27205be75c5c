import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FloatValues, ModelSpec } from '../../inference/inference-contract.ts';
import type { InferenceRunner } from '../../inference/worker-host.ts';
import { onnxModelChunks } from './onnx-writer.ts';
import type { RunGraph } from './quantize-on-samples.ts';

/** Opening and running a large graph with low priority on a busy machine takes its time. */
const DEADLINE_MILLISECONDS = 300_000;

/**
 * Runs graphs in the inference process, on one thread of the CPU. Each is written into `folder` for as long as
 * it runs.
 *
 * @throws AppError of the inference process, or `cancelled`.
 */
export function createGraphRunner(host: InferenceRunner, folder: string, signal: AbortSignal): RunGraph {
  return async (graph, samples) => {
    const model: ModelSpec = {
      path: join(folder, `${graph.name}-${randomUUID()}.onnx`),
      provider: 'cpu',
      threads: 1,
    };
    const results: FloatValues[] = [];
    try {
      await writeFile(model.path, onnxModelChunks(graph));
      for (const inputs of samples) {
        results.push(
          await host.request('run', { model, inputs }, { signal, deadline: DEADLINE_MILLISECONDS }),
        );
      }
      return results;
    } finally {
      await host.request('close', model).catch(() => undefined);
      await rm(model.path, { force: true });
    }
  };
}
