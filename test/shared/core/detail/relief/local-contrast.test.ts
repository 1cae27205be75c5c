import { describe, expect, it } from 'vitest';
import { LocalContrast } from '../../../../../src/shared/core/detail/relief/local-contrast.ts';
import {
  createReliefObservation,
  RELIEF_SIZE,
  SHADING_RANGE,
} from '../../../../../src/shared/core/detail/relief/relief-observation.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

const SIZE = RELIEF_SIZE;
const REACH = 16;

/** The mean of a box of 33 × 33 texels, cut off at the map's edge, and the share of it that is seen. */
function boxAt(logs: Float32Array, weights: Float32Array, texel: number) {
  const row = Math.floor(texel / SIZE);
  const column = texel % SIZE;
  let sum = 0;
  let total = 0;
  for (let y = Math.max(row - REACH, 0); y <= Math.min(row + REACH, SIZE - 1); y += 1) {
    for (let x = Math.max(column - REACH, 0); x <= Math.min(column + REACH, SIZE - 1); x += 1) {
      const weight = weights[y * SIZE + x] ?? 0;
      total += weight;
      sum += weight * (logs[y * SIZE + x] ?? 0);
    }
  }
  return { mean: sum / total, share: total / (2 * REACH + 1) ** 2 };
}

/** Leaves of the weights those of what lies above the mean of other weights, between two logarithms. */
function keepAbove(
  [none, all]: readonly [number, number],
  logs: Float32Array,
  [meanWeights, weights]: readonly [Float32Array, Float32Array],
): Float32Array {
  return weights.map((weight, texel) => {
    const contrast = (logs[texel] ?? 0) - boxAt(logs, meanWeights, texel).mean;
    const step = Math.min(Math.max((contrast - none) / (all - none), 0), 1);
    return weight === 0 ? 0 : weight * step * step * (3 - 2 * step);
  });
}

/** The specification word by word. */
function contrastAt(logs: Float32Array, bare: Float32Array, texel: number) {
  const { mean, share } = boxAt(logs, bare, texel);
  const contrast = Math.min(Math.max(((logs[texel] ?? 0) - mean) / SHADING_RANGE, -1), 1);
  const isSeen = share >= 0.1 && (bare[texel] ?? 0) > 0;
  return { shading: isSeen ? 127 * contrast : 0, weight: isSeen ? 255 * (bare[texel] ?? 0) : 0 };
}

describe('the local contrast', () => {
  it('is what the specification says, at edges and between what is seen and not', () => {
    const random = seededRandom(5);
    const logs = Float32Array.from({ length: SIZE * SIZE }, () => random() * 1.5 - 3);
    const weights = Float32Array.from({ length: SIZE * SIZE }, (_, texel) =>
      texel % SIZE < 100 && random() < 0.8 ? random() : 0,
    );
    const target = createReliefObservation();

    new LocalContrast(SIZE).apply(logs, weights, target);

    const brighter = keepAbove([-0.1, 0.1], logs, [weights, weights]);
    const bare = keepAbove([-0.85, -0.6], logs, [brighter, weights]);
    for (let texel = 0; texel < SIZE * SIZE; texel += 97) {
      const { shading, weight } = contrastAt(logs, bare, texel);
      expect(Math.abs((target.weight[texel] ?? 0) - weight)).toBeLessThan(0.51);
      if (weight > 0.5) {
        expect(Math.abs((target.shading[texel] ?? 0) - shading)).toBeLessThan(0.51);
      }
    }
  });

  it('shows bare skin beside hair as it shows it elsewhere', () => {
    const random = seededRandom(6);
    const skin = Float32Array.from({ length: SIZE * SIZE }, () => -1 + 0.1 * (random() - 0.5));
    const weights = new Float32Array(SIZE * SIZE).fill(1);
    const elsewhere = createReliefObservation();
    const contrast = new LocalContrast(SIZE);
    contrast.apply(skin, weights, elsewhere);
    const beside = createReliefObservation();

    contrast.apply(
      skin.map((value, texel) => (texel < 100 * SIZE ? value - 2 : value)),
      weights,
      beside,
    );

    const below = (map: Int8Array | Uint8Array) => [...map.subarray(104 * SIZE, 120 * SIZE)];
    expect(below(beside.weight)).toEqual(below(elsewhere.weight));
    const difference = below(beside.shading).map((value, i) =>
      Math.abs(value - (below(elsewhere.shading)[i] ?? 0)),
    );
    expect(Math.max(...difference)).toBeLessThan(3);
    expect(beside.weight[95 * SIZE + 128]).toBe(0);
  });

  it('leaves nothing of brightness that is even, whatever its level, and forgets the last map', () => {
    const contrast = new LocalContrast(SIZE);
    const target = createReliefObservation();
    const weights = new Float32Array(SIZE * SIZE).fill(1);
    contrast.apply(
      weights.map((_, i) => i % 7),
      weights,
      target,
    );

    contrast.apply(new Float32Array(SIZE * SIZE).fill(-2.5), weights, target);

    expect(target.shading.every((value) => value === 0)).toBe(true);
    expect(target.weight.every((value) => value === 255)).toBe(true);
  });

  it('gives no weight to islands too small for a mean', () => {
    const weights = new Float32Array(SIZE * SIZE);
    weights.fill(1, 128 * SIZE + 100, 128 * SIZE + 130);
    const target = createReliefObservation();

    new LocalContrast(SIZE).apply(new Float32Array(SIZE * SIZE), weights, target);

    expect(target.weight.every((value) => value === 0)).toBe(true);
  });
});
