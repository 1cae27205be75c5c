import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildDetailDecoder } from '../../../../src/main/import/deca/detail-decoder-graph.ts';
import { quantizeOnSamples } from '../../../../src/main/import/onnx/quantize-on-samples.ts';
import { activationQuanta, quantizeWeight } from '../../../../src/main/import/onnx/quantize-tensor.ts';
import { createGraphRunner } from '../../../../src/main/import/onnx/run-graph.ts';
import { WorkerHost } from '../../../../src/main/inference/worker-host.ts';
import { formulaValues } from '../../../support/deca-formula.ts';
import { formulaWeights } from '../../../support/deca-networks.ts';
import { startInferenceWorker } from '../../../support/inference-worker.ts';
import { convolutionGraph } from '../../../support/small-graphs.ts';
import { suiteFolder } from '../../../support/suite-folder.ts';

const folder = suiteFolder();
const { signal } = new AbortController();

describe('quantizeOnSamples', () => {
  it('rounds the inner convolutions to 8 bits and reports a small deviation', async () => {
    await using host = new WorkerHost(startInferenceWorker);
    const sample = (name: string) => ({ picture: formulaValues(name, 3 * 8 * 8, 0.5, 0.5) });

    const { graph, deviations } = await quantizeOnSamples(
      convolutionGraph(),
      { calibration: ['a', 'b', 'c', 'd'].map(sample), verification: ['e', 'f'].map(sample) },
      createGraphRunner(host, folder, signal),
    );

    expect(graph.constants.get('second.weight:quanta')?.type).toBe('I8');
    expect(graph.constants.get('last.weight')?.type).toBe('F32');
    expect(graph.nodes.map(({ operator }) => operator)).not.toContain('Relu');
    const deviation = deviations.get('result');
    expect(deviation?.relative).toBeGreaterThan(0);
    expect(deviation?.relative).toBeLessThan(0.02);
    expect(deviation?.largest).toBeGreaterThanOrEqual(deviation?.rms ?? Number.NaN);
  });

  it("makes DECA's decoder run in 8 bits and leaves no file behind", async () => {
    await using host = new WorkerHost(startInferenceWorker);
    const sample = (name: string) => {
      const latent = formulaValues(name, 181, 1);
      return { jaw: latent.slice(0, 3), expression: latent.slice(3, 53), detail: latent.slice(53) };
    };

    const { deviations } = await quantizeOnSamples(
      await buildDetailDecoder(formulaWeights),
      { calibration: [sample('latent0')], verification: [sample('latent1')] },
      createGraphRunner(host, folder, signal),
    );

    expect([...deviations.keys()]).toEqual(['displacement']);
    // Weights without trained structure are no measure of the loss; the map must still be recognisable.
    expect(deviations.get('displacement')?.relative).toBeLessThan(0.3);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('activationQuanta', () => {
  it.each([
    [0, 2],
    [-1, 3],
    [0.5, 2],
    [-3, -1],
  ])('holds zero exactly and both ends of %d to %d', (minimum, maximum) => {
    const { scale, zeroPoint } = activationQuanta({ minimum, maximum });

    expect(Number.isInteger(zeroPoint)).toBe(true);
    expect((0 - zeroPoint) * scale).toBeLessThanOrEqual(Math.min(0, minimum) + scale / 2);
    expect((255 - zeroPoint) * scale).toBeGreaterThanOrEqual(Math.max(0, maximum) - scale / 2);
  });

  it('gives a value that never changes a usable grid', () => {
    expect(activationQuanta({ minimum: 0, maximum: 0 }).scale).toBeGreaterThan(0);
  });
});

describe('quantizeWeight', () => {
  it('rounds each output on its own scale, to within half a quantum', () => {
    const values = Float32Array.of(0.1, -0.4, 0.05, 30, -10, 2);

    const { weight, scales } = quantizeWeight([2, 3], values);

    values.forEach((value, i) => {
      const scale = scales[Math.floor(i / 3)] ?? 0;
      expect(Math.abs(Number(weight.data[i]) * scale - value)).toBeLessThanOrEqual(scale * 0.501);
    });
    expect([...weight.data].map((quantum) => Math.abs(Number(quantum)))).toContain(127);
  });
});
