import { describe, expect, it } from 'vitest';
import type { OnnxGraph } from '../../../../src/main/import/onnx/onnx-graph.ts';
import { toFloat16, toHalfBits } from '../../../../src/main/import/onnx/to-float16.ts';
import { SessionOwner } from '../../../../src/main/inference/session-owner.ts';
import { formulaValues } from '../../../support/deca-formula.ts';
import { convolutionGraph } from '../../../support/small-graphs.ts';
import { suiteFolder } from '../../../support/suite-folder.ts';
import { writeGraph } from '../../../support/write-graph.ts';

const folder = suiteFolder();

describe('toHalfBits', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [1e30, 0x7bff],
    [-1e30, 0xfbff],
    [0.1, 0x2e66],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [3 * 2 ** -25, 0x0002],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
  ])('rounds %d to the bits %i', (value, bits) => {
    expect([...toHalfBits(Float32Array.of(value))]).toEqual([bits]);
  });
});

describe('toFloat16', () => {
  it('keeps names and float32 at the borders and nearly the same outputs', async () => {
    const graph = convolutionGraph();
    const owner = new SessionOwner();
    const picture = formulaValues('picture', 3 * 8 * 8, 0.5, 0.5);
    const run = async (written: OnnxGraph) => {
      const { result } = await owner.run(await writeGraph(folder, written), { picture });
      return result ?? new Float32Array();
    };

    const single = await run(graph);
    const half = await run({ ...toFloat16(graph), name: 'half' });

    expect(half).toHaveLength(single.length);
    single.forEach((value, i) => {
      expect(Math.abs(value - (half[i] ?? Number.NaN))).toBeLessThan(2e-3);
    });
  });
});
