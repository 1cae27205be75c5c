import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDetailDecoder } from '../../../../src/main/import/deca/detail-decoder-graph.ts';
import {
  buildDetailEncoder,
  buildFlameEncoder,
} from '../../../../src/main/import/deca/resnet50-encoder-graph.ts';
import type { FloatValues, ModelSpec } from '../../../../src/main/inference/inference-contract.ts';
import { SessionOwner } from '../../../../src/main/inference/session-owner.ts';
import { formulaCrop, formulaValues } from '../../../support/deca-formula.ts';
import { formulaWeights, readDecaGolden } from '../../../support/deca-networks.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../../support/shared-data.ts';
import { suiteFolder } from '../../../support/suite-folder.ts';
import { writeGraph } from '../../../support/write-graph.ts';

const CROP_LENGTH = 3 * 224 * 224;

const crops = {
  image: () => formulaCrop('image'),
  image2: () => formulaCrop('image2'),
  zeros: () => new Float32Array(CROP_LENGTH),
  ones: () => new Float32Array(CROP_LENGTH).fill(1),
};

/** Bytes before the numbers of the golden .npy files. */
const NPY_HEADER_BYTES = 128;

function readRelief(name: string): Float32Array {
  const bytes = readFileSync(sharedPath(`golden/deca/D_detail.${name}.npy`));
  return new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + NPY_HEADER_BYTES, bytes.byteOffset + bytes.byteLength),
  );
}

function largestDifference(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(values).toHaveLength(expected.length);
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs((values[i] ?? Number.NaN) - (expected[i] ?? Number.NaN)));
  }
  return largest;
}

/** E_flame's named outputs in the order of the original's code vector. */
function codeVector(outputs: FloatValues): number[] {
  return ['shape', 'texture', 'expression', 'pose', 'camera', 'light'].flatMap((part) => [
    ...(outputs[part] ?? []),
  ]);
}

describe.skipIf(!hasSharedData)(`DECA's networks on the CPU, fp32${sharedDataNote}`, () => {
  const folder = suiteFolder();
  const owner = new SessionOwner();
  let flameEncoder: ModelSpec;
  let detailEncoder: ModelSpec;
  let detailDecoder: ModelSpec;

  beforeAll(async () => {
    flameEncoder = await writeGraph(folder, await buildFlameEncoder(formulaWeights));
    detailEncoder = await writeGraph(folder, await buildDetailEncoder(formulaWeights));
    detailDecoder = await writeGraph(folder, await buildDetailDecoder(formulaWeights));
  });

  it.each(['image', 'image2', 'zeros', 'ones'] as const)('agree with the original on %s', async (picture) => {
    const golden = readDecaGolden()[picture];
    const crop = crops[picture]();

    const parameters = await owner.run(flameEncoder, { crop });
    const { detail = new Float32Array() } = await owner.run(detailEncoder, { crop });
    const { expression = new Float32Array(), pose = new Float32Array() } = parameters;
    const { displacement = new Float32Array() } = await owner.run(detailDecoder, {
      jaw: pose.slice(3, 6),
      expression,
      detail,
    });

    expect(largestDifference(codeVector(parameters), golden.E_flame)).toBeLessThan(1e-5);
    expect(largestDifference(detail, golden.E_detail)).toBeLessThan(1e-5);
    const samples = golden.D_detail.idx.map((index) => displacement[index] ?? Number.NaN);
    expect(largestDifference(samples, golden.D_detail.val)).toBeLessThan(1e-6);
    if (picture === 'image') {
      expect(largestDifference(displacement, readRelief('image'))).toBeLessThan(1e-6);
    }
  });

  it.each(['latent0', 'latent1'])('agree with the original on %s, every texel', async (name) => {
    const latent = formulaValues(name, 181, 1);

    const { displacement = new Float32Array() } = await owner.run(detailDecoder, {
      jaw: latent.slice(0, 3),
      expression: latent.slice(3, 53),
      detail: latent.slice(53),
    });

    expect(largestDifference(displacement, readRelief(name))).toBeLessThan(1e-6);
  });
});
