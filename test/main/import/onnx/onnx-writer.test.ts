import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../../src/main/import/onnx/graph-builder.ts';
import { onnxModelBytes, onnxModelChunks } from '../../../../src/main/import/onnx/onnx-writer.ts';
import { SessionOwner } from '../../../../src/main/inference/session-owner.ts';
import { suiteFolder } from '../../../support/suite-folder.ts';

const folder = suiteFolder();

/** `[1 × 3]` affine map of `[1 × 2]`, split into two outputs: every kind of attribute and constant but one. */
function affineGraph() {
  const builder = new GraphBuilder('affine');
  const point = builder.input('point', [1, 2]);
  const matrix = builder.constant('matrix', {
    type: 'F32',
    shape: [3, 2],
    data: Float32Array.of(1, 2, 3, 4, 5, 6),
  });
  const offset = builder.constant('offset', { type: 'F32', shape: [3], data: Float32Array.of(1, 1, 1) });
  const mapped = builder.node('Gemm', [point, matrix, offset], {
    attributes: { transB: { int: 1 }, alpha: { float: 0.5 } },
  });
  const transposed = builder.node('Transpose', [mapped], { attributes: { perm: { ints: [0, 1] } } });
  builder.splitIntoOutputs(transposed, { first: 1, rest: 2 });
  return builder.build();
}

/** Field numbers and lengths of a message's top level. */
function fieldsOf(message: Uint8Array): Map<number, Uint8Array> {
  const reader = new BinaryReader(message);
  const fields = new Map<number, Uint8Array>();
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    fields.set(field, reader.skip(wireType, field));
  }
  return fields;
}

describe('onnxModelChunks', () => {
  it('writes a file that onnxruntime runs, with the names we gave', async () => {
    const path = join(folder, 'affine.onnx');
    await writeFile(path, onnxModelChunks(affineGraph()));

    const outputs = await new SessionOwner().run(
      { path, provider: 'cpu', threads: 1 },
      { point: Float32Array.of(2, 4) },
    );

    expect(outputs).toEqual({ first: Float32Array.of(6), rest: Float32Array.of(12, 18) });
  });

  it('states IR version, producer and operator set, and one graph', () => {
    const model = fieldsOf(onnxModelBytes(affineGraph()));

    expect([...model.keys()]).toEqual([1, 2, 8, 7]);
    expect(model.get(1)?.at(-1)).toBe(8);
    expect(model.get(8)?.at(-1)).toBe(17);
  });

  it('hands out the numbers of large constants without copying them', () => {
    const graph = affineGraph();
    const matrix = graph.constants.get('matrix');

    const chunks = [...onnxModelChunks(graph)];

    expect(chunks.some((chunk) => chunk.buffer === matrix?.data.buffer)).toBe(true);
  });
});
