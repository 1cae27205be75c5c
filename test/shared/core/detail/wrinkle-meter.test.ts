import { describe, expect, it } from 'vitest';
import type { WrinkleMask } from '../../../../src/shared/core/detail/wrinkle-masks.ts';
import { WrinkleMeter } from '../../../../src/shared/core/detail/wrinkle-meter.ts';
import { WRINKLE_REGION_COUNT } from '../../../../src/shared/core/face/wrinkle-regions.ts';

const SIZE = 64;

/** Region 0 is the left half of the map, region 1 the right one, all others nothing. */
const MASKS: readonly WrinkleMask[] = Array.from({ length: WRINKLE_REGION_COUNT }, (_, region) => {
  const texels = Uint32Array.from([...Array(SIZE * SIZE).keys()]).filter(
    (texel) => region < 2 && Math.floor((texel % SIZE) / (SIZE / 2)) === region,
  );
  const weights = new Float32Array(texels.length).fill(1 / texels.length);
  return { texels, weights, runsAcross: false };
});

/** Folds of a depth across the left half, on a bulge as wide as the map. */
function folded(depth: number): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, texel) => {
    const row = Math.floor(texel / SIZE);
    const bulge = 0.003 * Math.cos((row / SIZE) * Math.PI);
    return bulge + (texel % SIZE < SIZE / 2 ? depth * Math.sin((row * 2 * Math.PI) / 4) : 0);
  });
}

function measure(meter: WrinkleMeter, relief: Float32Array): Float32Array {
  const weights = new Float32Array(WRINKLE_REGION_COUNT);
  meter.measure(relief, weights);
  return weights;
}

describe('wrinkle weights', () => {
  it('are 0 at rest, whatever folds the face has there', () => {
    const meter = new WrinkleMeter(MASKS, SIZE);
    meter.rest(folded(0.0005));
    expect([...measure(meter, folded(0.0005))]).toEqual(new Array(WRINKLE_REGION_COUNT).fill(0));
  });

  it('rise with the folds, only where they are, and not with the shape of the face', () => {
    const meter = new WrinkleMeter(MASKS, SIZE);
    meter.rest(folded(0));
    const weights = measure(meter, folded(0.0002));
    expect(weights[0]).toBeGreaterThan(0.3);
    expect(weights[1]).toBeLessThan(0.1);
  });

  it('reach 1 where the folds are as deep as the person has shown', () => {
    const meter = new WrinkleMeter(MASKS, SIZE);
    meter.rest(folded(0));
    for (let i = 0; i < 60; i++) {
      measure(meter, folded(0.002));
    }
    expect(measure(meter, folded(0.002))[0]).toBeCloseTo(1, 2);
    expect(measure(meter, folded(0.001))[0]).toBeCloseTo(0.5, 1);
  });
});
