import { describe, expect, it } from 'vitest';
import { readBasisPrior } from '../../../../../src/shared/core/detail/basis/basis-prior.ts';
import {
  BASIS_MAP_COUNT,
  LARGEST_WRINKLE,
} from '../../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../../../../../src/shared/core/detail/relief/relief-observation.ts';
import { MalformedFileError } from '../../../../../src/shared/core/tensor/malformed-file-error.ts';
import { writeSafetensors } from '../../../../../src/shared/core/tensor/safetensors.ts';
import type { Tensor } from '../../../../../src/shared/core/tensor/tensor.ts';

const TEXELS = RELIEF_SIZE * RELIEF_SIZE;
const MAPS = [BASIS_MAP_COUNT, RELIEF_SIZE, RELIEF_SIZE];

function floats(values: Float32Array): Tensor {
  return { type: 'F32', shape: [values.length], data: values };
}

/** A file whose maps hold −5 and 3, each map's steps a micrometre larger than the last one's, or something else. */
function basisFile(changes: Readonly<Record<string, Tensor>> = {}): Uint8Array {
  const steps = Float32Array.from({ length: BASIS_MAP_COUNT }, (_, map) => (map + 1) * 1e-6);
  return writeSafetensors(
    new Map<string, Tensor>(
      Object.entries({
        'average/maps': { type: 'I8', shape: MAPS, data: new Int8Array(BASIS_MAP_COUNT * TEXELS).fill(-5) },
        'average/steps': floats(steps),
        'deviation/maps': { type: 'U8', shape: MAPS, data: new Uint8Array(BASIS_MAP_COUNT * TEXELS).fill(3) },
        'deviation/steps': floats(steps),
        noise: floats(Float32Array.of(4e-5)),
        ...changes,
      }),
    ),
  );
}

function spoiltSteps(value: number): Tensor {
  return floats(new Float32Array(BASIS_MAP_COUNT).fill(value));
}

describe('what is known of people’s wrinkles', () => {
  it('is read in metres, each map in its own steps', () => {
    const { average, deviation, noise } = readBasisPrior(basisFile());

    expect(average.maps[0]).toBeCloseTo(-5e-6, 9);
    expect(average.maps[16 * TEXELS + 9]).toBeCloseTo(-85e-6, 9);
    expect(deviation[TEXELS]).toBeCloseTo(6e-6, 9);
    expect(noise).toBeCloseTo(4e-5, 9);
  });

  it('never folds deeper than wrinkles are', () => {
    const { average } = readBasisPrior(basisFile({ 'average/steps': spoiltSteps(9e-4) }));

    let depth = 0;
    for (let at = 0; at < average.maps.length; at += TEXELS) {
      depth -= average.maps[at] ?? 0;
    }
    expect(depth).toBeCloseTo(LARGEST_WRINKLE, 6);
  });

  it.each<[string, Uint8Array]>([
    ['nothing in it', new Uint8Array(0)],
    ['steps of NaN', basisFile({ 'average/steps': spoiltSteps(Number.NaN) })],
    ['steps below 0', basisFile({ 'deviation/steps': spoiltSteps(-1e-6) })],
    ['steps of a metre', basisFile({ 'average/steps': spoiltSteps(1) })],
    ['no noise', basisFile({ noise: floats(Float32Array.of(0)) })],
    ['a noise of NaN', basisFile({ noise: floats(Float32Array.of(Number.NaN)) })],
    ['maps that are floats', basisFile({ 'average/maps': floats(new Float32Array(4)) })],
  ])('is refused from a file with %s', (_, bytes) => {
    expect(() => readBasisPrior(bytes)).toThrow(MalformedFileError);
  });
});
