import { describe, expect, it } from 'vitest';
import { readFaceModel, writeFaceModel } from '../../../../src/shared/core/face/face-model-file.ts';
import { packBasis, SMALLEST_MOVE, unpackBasis } from '../../../../src/shared/core/face/packed-basis.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/shared/core/tensor/safetensors.ts';
import type { Tensor } from '../../../../src/shared/core/tensor/tensor.ts';
import { createTinyFaceModel } from '../../../support/tiny-face-model.ts';

describe('packed basis', () => {
  it('keeps every move to half a step of the longest', () => {
    const basis = Float32Array.of(
      0.03,
      -0.01,
      0.0123456,
      0,
      0,
      0,
      -0.03,
      0.01,
      2e-5,
      0,
      0.5,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
    );

    const unpacked = unpackBasis(packBasis(basis, 3), 3, 'basis');

    unpacked.forEach((value, i) => {
      const longest = i < 9 ? 0.03 : 0.5;
      expect(Math.abs(value - (basis[i] ?? 0))).toBeLessThanOrEqual(longest / 32767 / 2 + 1e-9);
    });
  });

  it('rounds mirrored moves alike', () => {
    const basis = Float32Array.of(0.02, 0.0033333, -0.0044444, -0.02, 0.0033333, -0.0044444);

    const [x, y, z, mirroredX, mirroredY, mirroredZ] = unpackBasis(packBasis(basis, 2), 2, 'basis');

    expect([mirroredX, mirroredY, mirroredZ]).toEqual([-(x ?? 0), y, z]);
  });

  it('leaves out vertices that hardly move', () => {
    const packed = packBasis(Float32Array.of(0.01, 0, 0, SMALLEST_MOVE / 2, 0, 0), 2);

    expect([...packed.vertices]).toEqual([0]);
  });

  it('is read back by the face model file', () => {
    const model = createTinyFaceModel();

    expect(readFaceModel(writeFaceModel(model, 'packed'))).toEqual(model);
  });

  it.each([
    [
      'a vertex that is not there',
      { vertices: Uint32Array.of(0, 1, 0, 9) },
      /moves vertex 9, expected below 4/,
    ],
    ['fields that end before they begin', { starts: Uint32Array.of(0, 3, 2) }, /do not cover/],
    ['fields out of order', { starts: Uint32Array.of(0, 5, 4) }, /ends before it begins/],
  ])('refuses %s', (_, damage, message) => {
    const packed = packBasis(createTinyFaceModel().expressionBasis, 4);

    expect(() => unpackBasis({ ...packed, ...damage }, 4, 'expressionBasis')).toThrow(message);
  });

  it('refuses a file whose parts do not fit each other', () => {
    const file = readSafetensors(writeFaceModel(createTinyFaceModel(), 'packed'));
    const tensors = new Map<string, Tensor>(file.tensors);
    tensors.set('expressionBasis/offsets', { type: 'I16', shape: [1, 3], data: new Int16Array(3) });

    expect(() => readFaceModel(writeSafetensors(tensors, file.metadata))).toThrow(
      /"expressionBasis\/offsets" is I16 \[1 × 3\]/,
    );
  });
});
