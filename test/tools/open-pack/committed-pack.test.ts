import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnxModelBytes } from '../../../src/main/import/onnx/onnx-writer.ts';
import type { ModelSpec } from '../../../src/main/inference/inference-contract.ts';
import { WorkerHost } from '../../../src/main/inference/worker-host.ts';
import { EMBEDDED_PACK, networkInputOf } from '../../../src/main/services/packs/face-pack-manifest.ts';
import {
  checkPackFiles,
  type FacePack,
  findFacePack,
  loadWrinkleBasis,
} from '../../../src/main/services/packs/face-packs.ts';
import { repeatSelfTest } from '../../../src/main/services/packs/pack-self-test.ts';
import {
  evaluateWrinkleActivations,
  WRINKLE_ACTIVATION_COUNT,
} from '../../../src/shared/core/detail/basis/wrinkle-activations.ts';
import { evaluateWrinkleBasis } from '../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { EXPRESSION_COUNT } from '../../../src/shared/core/face/expression-names.ts';
import { WRINKLE_DECODER_FILE } from '../../../tools/open-pack/describe-pack.ts';
import { buildWrinkleDecoder } from '../../../tools/open-pack/wrinkle-decoder-graph.ts';
import { startInferenceWorker } from '../../support/inference-worker.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { createPerson } from '../../support/wrinkle-people.ts';

const FOLDER = new URL('../../../models/open/', import.meta.url);
const UNTOUCHED = new AbortController().signal;

let host: WorkerHost;
let pack: FacePack;

beforeAll(async () => {
  host = new WorkerHost(startInferenceWorker);
  pack = await findFacePack('/', EMBEDDED_PACK);
});

afterAll(() => host[Symbol.asyncDispose]());

describe('the open pack', () => {
  it('is whole, reads relief, and computes what it did when it was made', async () => {
    await checkPackFiles(pack);
    expect(networkInputOf(pack.manifest)).toBe('uv-relief');
    await repeatSelfTest(host, pack, UNTOUCHED);
  });

  it('knows how people wrinkle', async () => {
    const { average, deviation, noise } = await loadWrinkleBasis(pack);
    expect(average.maps.some((depth) => depth < -1e-5)).toBe(true);
    expect(deviation.every((width) => width >= 0)).toBe(true);
    expect(noise).toBeLessThan(1e-3);
  });

  it('has the wrinkle decoder that the tool builds', async () => {
    const committed = await readFile(fileURLToPath(new URL(WRINKLE_DECODER_FILE, FOLDER)));
    expect(Buffer.compare(committed, onnxModelBytes(buildWrinkleDecoder()))).toBe(0);
  });

  it('decodes wrinkles as the basis is evaluated, to a tenth of a micrometre', async () => {
    const random = seededRandom(3);
    const person = createPerson(3);
    // Beyond 0..1 as well: sums are cut off.
    const expression = Float32Array.from({ length: EXPRESSION_COUNT }, () => random() * 1.4 - 0.2);
    const activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
    evaluateWrinkleActivations(expression, activations);
    const expected = new Float32Array(person.size ** 2);
    evaluateWrinkleBasis(person, activations, expected);

    const model: ModelSpec = {
      path: fileURLToPath(new URL(WRINKLE_DECODER_FILE, FOLDER)),
      provider: 'cpu',
      threads: 1,
    };
    const inputs = { expression, jaw: new Float32Array(3), detail: person.maps };
    const { displacement } = await host.request('run', { model, inputs });

    expect(largestDifference(displacement ?? [], expected)).toBeLessThan(1e-7);
  });
});
