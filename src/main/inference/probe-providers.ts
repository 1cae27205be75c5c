import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphBuilder } from '../import/onnx/graph-builder.ts';
import type { OnnxGraph } from '../import/onnx/onnx-graph.ts';
import { onnxModelChunks } from '../import/onnx/onnx-writer.ts';
import { chooseModel, type ModelChoice, platformProviders } from './choose-model.ts';
import type { WorkerHost } from './worker-host.ts';

/** Large enough for a graphics card to show what it can do, small enough to be measured at once. */
const CHANNELS = 32;
const SIDE = 128;

/**
 * Tries every execution provider of a platform on a convolution made for it: which of them work here, how fast they are,
 * and why the others do not.
 * @throws AppError `cancelled`
 */
export async function probeProviders(
  host: WorkerHost,
  platform: string,
  threads: number,
  signal: AbortSignal,
): Promise<ModelChoice> {
  const folder = await mkdtemp(join(tmpdir(), 'furrow-probe-'));
  try {
    const path = join(folder, 'probe.onnx');
    await writeFile(path, onnxModelChunks(probeGraph()));
    const candidates = platformProviders(platform).map((provider) => ({ path, provider, threads }));
    return await chooseModel(host, candidates, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function probeGraph(): OnnxGraph {
  const builder = new GraphBuilder('probe');
  const shape = [1, CHANNELS, SIDE, SIDE];
  const weight = builder.constant('weight', {
    type: 'F32',
    shape: [CHANNELS, CHANNELS, 3, 3],
    data: new Float32Array(CHANNELS * CHANNELS * 9).fill(0.01),
  });
  const result = builder.node('Conv', [builder.input('values', shape), weight], {
    output: 'result',
    attributes: { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] } },
  });
  builder.output(result, shape);
  return builder.build();
}
