import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnnxGraph } from '../../src/main/import/onnx/onnx-graph.ts';
import { onnxModelChunks } from '../../src/main/import/onnx/onnx-writer.ts';
import type { ModelSpec } from '../../src/main/inference/inference-contract.ts';

/** Writes a graph into a folder, under its own name, to be run on one thread of the CPU. */
export async function writeGraph(folder: string, graph: OnnxGraph): Promise<ModelSpec> {
  const path = join(folder, `${graph.name}.onnx`);
  await writeFile(path, onnxModelChunks(graph));
  return { path, provider: 'cpu', threads: 1 };
}
