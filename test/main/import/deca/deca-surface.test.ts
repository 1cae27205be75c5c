import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../../src/main/import/byte-source.ts';
import {
  DECA_UV_SIZE,
  readDecaFixedDisplacement,
  readDecaMask,
} from '../../../../src/main/import/deca/deca-surface.ts';
import { writeNpy } from '../../../../src/main/import/npy.ts';
import { readWholeFixedDisplacement, readWholeMask } from '../../../support/deca-whole.ts';
import { hasSharedData, sharedDataNote } from '../../../support/shared-data.ts';

const displacementFile = (shape: readonly number[], value: number) => {
  const data = new Float64Array(shape.reduce((product, extent) => product * extent)).fill(value);
  return new MemorySource(writeNpy({ type: 'F64', shape, data }), 'fixed_displacement_256.npy');
};

describe('DECA’s fixed displacement', () => {
  it('is read as metres in float32', () => {
    const displacement = readDecaFixedDisplacement(displacementFile([DECA_UV_SIZE, DECA_UV_SIZE], 0.001));

    expect(displacement).toEqual(new Float32Array(DECA_UV_SIZE * DECA_UV_SIZE).fill(0.001));
  });

  it.each([
    ['of another size', displacementFile([128, 256], 0)],
    ['with NaN', displacementFile([DECA_UV_SIZE, DECA_UV_SIZE], Number.NaN)],
    ['that is no array', new MemorySource(new Uint8Array(9), 'fixed_displacement_256.npy')],
  ])('is refused %s', (_, source) => {
    expect(() => readDecaFixedDisplacement(source)).toThrow(
      expect.objectContaining({ code: 'import/malformed' }),
    );
  });
});

describe.skipIf(!hasSharedData)(`DECA's data folder${sharedDataNote}`, () => {
  it('gives the golden mask and fixed displacement', () => {
    const mask = readWholeMask();
    const displacement = readWholeFixedDisplacement();

    expect(mask.size).toBe(256);
    const meanShare = mask.values.reduce((sum, value) => sum + value, 0) / 255 / mask.values.length;
    expect(meanShare).toBeCloseTo(0.340862559, 8);
    expect(Math.max(...displacement)).toBeCloseTo(0.0013054055, 9);
    expect(Math.min(...displacement)).toBeCloseTo(-0.0012751755, 9);
  });

  it('refuses a mask that is no picture', () => {
    const source = new MemorySource(new Uint8Array(100), 'uv_face_eye_mask.png');

    expect(() => readDecaMask(source)).toThrow(expect.objectContaining({ code: 'import/malformed' }));
  });
});
