import { describe, expect, it } from 'vitest';
import type { FaceModel } from '../../../../src/shared/core/face/face-model.ts';
import { readFaceModel, writeFaceModel } from '../../../../src/shared/core/face/face-model-file.ts';
import { validateFaceModel } from '../../../../src/shared/core/face/validate-face-model.ts';
import { MalformedFileError } from '../../../../src/shared/core/tensor/malformed-file-error.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/shared/core/tensor/safetensors.ts';
import type { Tensor } from '../../../../src/shared/core/tensor/tensor.ts';
import { createTinyFaceModel } from '../../../support/tiny-face-model.ts';

/** The tiny model's file with some of its parts replaced. */
function rewrite(
  tensors: Readonly<Record<string, Tensor | undefined>>,
  header: Readonly<Record<string, unknown>> = {},
): Uint8Array {
  const file = readSafetensors(writeFaceModel(createTinyFaceModel()));
  const replaced = new Map(file.tensors);
  for (const [name, tensor] of Object.entries(tensors)) {
    if (tensor === undefined) {
      replaced.delete(name);
    } else {
      replaced.set(name, tensor);
    }
  }
  const metadata = { ...JSON.parse(file.metadata['face-model'] ?? ''), ...header };
  return writeSafetensors(replaced, { 'face-model': JSON.stringify(metadata) });
}

describe('face model file', () => {
  it('gives back the whole model', () => {
    const model = createTinyFaceModel();

    expect(readFaceModel(writeFaceModel(model))).toEqual(model);
  });

  it('gives back a model without the optional parts', () => {
    const model: FaceModel = {
      ...createTinyFaceModel(),
      identityBasis: new Float32Array(0),
      poseCorrectives: undefined,
      landmarks: {},
      regionMasks: {},
      fixedDisplacement: undefined,
    };

    expect(readFaceModel(writeFaceModel(model))).toEqual(model);
  });

  it.each([
    ['another kind of safetensors file', writeSafetensors(new Map()), /no "face-model" metadata/],
    ['a missing array', rewrite({ template: undefined }), /"template" is missing/],
    [
      'an array of another type',
      rewrite({ parents: { type: 'I64', shape: [2], data: BigInt64Array.of(-1n, 0n) } }),
      /"parents" is I64 \[2\], expected I32 \[2\]/,
    ],
    [
      'a transposed array',
      rewrite({ template: { type: 'F32', shape: [3, 4], data: new Float32Array(12) } }),
      /"template" is F32 \[3 × 4\], expected F32 \[any × 3\]/,
    ],
    ['expressions without a name', rewrite({}, { expressionNames: ['jawOpen'] }), /"expressionBasis" is/],
    ['a name that is no text', rewrite({}, { jointNames: ['root', 1] }), /"jointNames" is not a text/],
    ['a list that is none', rewrite({}, { landmarks: 'corner' }), /"landmarks" is not a list/],
    ['landmarks that are not there', rewrite({}, { landmarks: ['nose'] }), /landmarks\/nose\/triangles/],
    ['a newer format', rewrite({}, { formatVersion: 2 }), /format 2, this version of Furrow reads 1/],
  ])('refuses %s', (_, file, message) => {
    expect(() => readFaceModel(file)).toThrow(MalformedFileError);
    expect(() => readFaceModel(file)).toThrow(message);
  });

  it('refuses every truncation', () => {
    const file = writeFaceModel(createTinyFaceModel());

    for (let length = 0; length < file.length; length += 1) {
      expect(() => readFaceModel(file.subarray(0, length))).toThrow(MalformedFileError);
    }
  });

  it('meets every flipped byte with a valid model or a clear error', () => {
    const file = writeFaceModel(createTinyFaceModel());

    for (let position = 0; position < file.length; position += 1) {
      const flipped = file.slice();
      flipped[position] = (flipped[position] ?? 0) ^ (1 << (position % 8));
      try {
        validateFaceModel(readFaceModel(flipped));
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedFileError);
      }
    }
  });
});

describe('face model', () => {
  const invalid: readonly (readonly [string, Partial<FaceModel>, RegExp])[] = [
    ['NaN in the template', { template: new Float32Array(12).fill(Number.NaN) }, /template\[0\] is NaN/],
    ['no vertices', { template: new Float32Array(0) }, /template has 0 numbers/],
    ['infinite expressions', { expressionBasis: new Float32Array(24).fill(1 / 0) }, /expressionBasis\[0\]/],
    ['a basis of another size', { identityBasis: new Float32Array(13) }, /identityBasis has 13 numbers/],
    ['two expressions of one name', { expressionNames: ['jawOpen', 'jawOpen'] }, /same name/],
    ['correctives of another size', { poseCorrectives: new Float32Array(12) }, /poseCorrectives has 12/],
    ['a joint that is its own parent', { parents: Int32Array.of(-1, 1) }, /parent of joint 1 is 1/],
    ['a root with a parent', { parents: Int32Array.of(0, 0) }, /parent of joint 0 is 0, expected -1/],
    ['two roots', { parents: Int32Array.of(-1, -1) }, /parent of joint 1 is -1/],
    ['no joints', { jointNames: [], parents: new Int32Array(0) }, /0 joints/],
    ['skinning weights that miss 1', { skinningWeights: new Float32Array(8).fill(0.4) }, /sum to 0.8/],
    [
      'a triangle beyond the vertices',
      { triangles: Uint32Array.of(0, 1, 4, 0, 2, 3) },
      /triangles\[2\] is 4/,
    ],
    ['a UV triangle beyond the UVs', { uvTriangles: Uint32Array.of(0, 1, 2, 3, 4, 6) }, /uvTriangles\[5\]/],
    ['fewer UV triangles', { uvTriangles: Uint32Array.of(0, 1, 2) }, /uvTriangles has 3 numbers, expected 6/],
    [
      'a mask that is no square',
      { regionMasks: { nose: { size: 2, values: new Uint8Array(6) } } },
      /6 texels/,
    ],
    [
      'a mask of another size',
      { regionMasks: { nose: { size: 3, values: new Uint8Array(4) } } },
      /expected 9/,
    ],
    [
      'NaN in the fixed displacement',
      { fixedDisplacement: Float32Array.of(Number.NaN) },
      /fixedDisplacement/,
    ],
  ];

  it.each(invalid)('refuses %s', (_, parts, message) => {
    const model = { ...createTinyFaceModel(), ...parts };

    expect(() => validateFaceModel(model)).toThrow(MalformedFileError);
    expect(() => writeFaceModel(model)).toThrow(message);
  });

  it.each([
    ['a triangle that is not there', { triangles: Uint32Array.of(0, 2) }, /landmarks "corner"\[1\] is 2/],
    ['weights that miss 1', { barycentrics: new Float32Array(6) }, /sum to 0/],
    ['no points', { pointCount: 0 }, /2 rows of 0 points/],
    ['fewer weights', { barycentrics: Float32Array.of(1, 0, 0) }, /expected 6/],
  ])('refuses landmarks with %s', (_, parts, message) => {
    const model = createTinyFaceModel();
    const corner = model.landmarks.corner;
    if (corner === undefined) {
      throw new Error('the tiny model has lost its landmarks');
    }

    expect(() => validateFaceModel({ ...model, landmarks: { corner: { ...corner, ...parts } } })).toThrow(
      message,
    );
  });
});
