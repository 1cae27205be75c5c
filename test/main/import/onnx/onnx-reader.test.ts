import { describe, expect, it } from 'vitest';
import { readOnnxModel } from '../../../../src/main/import/onnx/onnx-reader.ts';
import { onnxModelBytes } from '../../../../src/main/import/onnx/onnx-writer.ts';
import { AppError } from '../../../../src/shared/contract/app-error.ts';
import { convolutionGraph } from '../../../support/small-graphs.ts';

describe('readOnnxModel', () => {
  it('gives back the graph that was written', () => {
    const graph = convolutionGraph();

    expect(readOnnxModel(onnxModelBytes(graph))).toEqual(graph);
  });

  it('reads a Buffer, as files come, at any offset', () => {
    const graph = convolutionGraph();
    const bytes = onnxModelBytes(graph);
    const file = Buffer.alloc(bytes.length + 3);
    file.set(bytes, 3);

    expect(readOnnxModel(file.subarray(3))).toEqual(graph);
  });

  it('refuses every truncated file with model/malformed', () => {
    const bytes = onnxModelBytes(convolutionGraph());

    for (let percent = 0; percent < 100; percent++) {
      const truncated = bytes.subarray(0, Math.floor((bytes.length * percent) / 100));
      expect(() => readOnnxModel(truncated)).toThrow(expect.objectContaining({ code: 'model/malformed' }));
    }
  });

  it('answers every damaged byte with a graph or model/malformed', () => {
    const intact = onnxModelBytes(convolutionGraph());

    for (let offset = 0; offset < intact.length; offset++) {
      const damaged = intact.slice();
      damaged[offset] = ~(damaged[offset] ?? 0);
      try {
        readOnnxModel(damaged);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
      }
    }
  });
});
