import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { SessionOwner } from '../../src/main/inference/session-owner.ts';
import { RELIEF_SIZE } from '../../src/shared/core/detail/relief/relief-observation.ts';
import { readSafetensors } from '../../src/shared/core/tensor/safetensors.ts';
import { takeTensor } from '../../src/shared/core/tensor/take-tensor.ts';
import { largestDifference } from '../support/largest-difference.ts';

const TEXELS = RELIEF_SIZE ** 2;
/** The fixture keeps every eighth texel of every eighth row, from the fourth on. */
const STRIDE = 8;
const KEPT = RELIEF_SIZE / STRIDE;

const owner = new SessionOwner();
const network = { path: pathOf('models/open/relief-network.onnx'), provider: 'cpu', threads: 1 } as const;
const fixture = readSafetensors(readFileSync(pathOf('test/fixtures/relief-parity.safetensors'))).tensors;
const shading = take('shading', 'I8', RELIEF_SIZE);
const weight = take('weight', 'U8', RELIEF_SIZE);

afterAll(() => owner.close(network));

describe('the committed relief network', () => {
  it('answers as PyTorch did: displacement to 1 µm, confidence to .001', async () => {
    const { displacement, confidence } = await answer(shading, weight);

    expect(largestDifference(kept(displacement), take('displacement', 'F32', KEPT))).toBeLessThan(1e-6);
    expect(largestDifference(kept(confidence), take('confidence', 'F32', KEPT))).toBeLessThan(1e-3);
  });

  it('sees relief in the fixture, so that agreement means something', () => {
    const displacement = take('displacement', 'F32', KEPT);

    expect(Math.max(...displacement) - Math.min(...displacement)).toBeGreaterThan(5e-5);
  });

  it('keeps to ±4 mm and to confidences of 0..1 on noise', async () => {
    const noise = Int8Array.from(shading, (_, texel) => ((texel * 7919) % 255) - 127);
    const { displacement, confidence } = await answer(noise, new Uint8Array(TEXELS).fill(255));

    expect(displacement.every((metres) => Math.abs(metres) <= 4e-3)).toBe(true);
    expect(confidence.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('trusts nothing that is not seen', async () => {
    const { confidence } = await answer(shading, new Uint8Array(TEXELS));

    expect(confidence.every((share) => share === 0)).toBe(true);
  });
});

async function answer(seen: Int8Array, weights: Uint8Array) {
  const relief = new Float32Array(2 * TEXELS);
  relief.set(
    Float32Array.from(seen, (value) => value / 127),
    0,
  );
  relief.set(
    Float32Array.from(weights, (value) => value / 255),
    TEXELS,
  );
  const { displacement, confidence } = await owner.run(network, { relief });
  if (displacement?.length !== TEXELS || confidence?.length !== TEXELS) {
    throw new Error('the network has outputs of another size');
  }
  return { displacement, confidence };
}

function kept(map: Float32Array): Float32Array {
  return Float32Array.from({ length: KEPT ** 2 }, (_, index) => {
    const row = Math.floor(index / KEPT) * STRIDE + STRIDE / 2;
    return map[row * RELIEF_SIZE + (index % KEPT) * STRIDE + STRIDE / 2] ?? Number.NaN;
  });
}

function take<Type extends 'I8' | 'U8' | 'F32'>(name: string, type: Type, size: number) {
  return takeTensor('fixture', fixture, name, type, [size, size]).data;
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}
