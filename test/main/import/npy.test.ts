import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readNpyBytes, writeNpy } from '../../../src/main/import/npy.ts';
import { PickledArray } from '../../../src/main/import/pickle/pickle-value.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../support/shared-data.ts';

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/pickles/${name}`, import.meta.url));
}

describe('readNpy', () => {
  it.each([1, 2, 3])('reads a column-major array of version %i', (version) => {
    const array = readNpyBytes(fixture(`version-${version}.npy`), 'array.npy');

    expect(array.toTensor('the array')).toEqual({
      type: 'F64',
      shape: [2, 3],
      data: Float64Array.of(0, 1, 2, 3, 4, 5),
    });
  });

  it('reads an array of objects through the allow-list', () => {
    const objects = readNpyBytes(fixture('objects.npy'), 'objects.npy').objects('the array');

    expect(objects).toHaveLength(2);
    expect(objects[1]).toBe('text');
  });

  it('says what a file of another kind is not', () => {
    expect(() => readNpyBytes(Buffer.from('<!DOCTYPE html>'), 'page.npy')).toThrow(
      /page\.npy: this is no \.npy file/,
    );
  });
});

describe('writeNpy', () => {
  it.each([[[]], [[6]], [[2, 3]], [[1, 2, 3]]])(
    'writes shape %j so that it is read back unchanged',
    (shape) => {
      const count = shape.reduce((product, extent) => product * extent, 1);
      const tensor = {
        type: 'F32' as const,
        shape,
        data: Float32Array.from({ length: count }, (_, i) => i / 3),
      };

      const file = writeNpy(tensor);

      expect(readNpyBytes(file, 'written.npy').toTensor('it')).toEqual(tensor);
      expect((file.byteLength - tensor.data.byteLength) % 64).toBe(0);
    },
  );

  it('writes what numpy writes', () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }";
    const start = `\x93NUMPY\x01\0v\0${header.padEnd(117)}\n`;

    const file = writeNpy({ type: 'F64', shape: [2], data: Float64Array.of(0, 2) });

    expect(Buffer.from(file).toString('latin1')).toBe(`${start}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40`);
  });
});

describe.skipIf(!hasSharedData)(`the golden landmark embedding${sharedDataNote}`, () => {
  it('reads numpy arrays and torch tensors out of one object', () => {
    const path = 'golden/deca/flame/landmark_embedding.synth';
    const expected = JSON.parse(readFileSync(sharedPath(`${path}.json`), 'utf8'));

    const [embedding] = readNpyBytes(readFileSync(sharedPath(`${path}.npy`)), 'embedding.npy').objects('it');

    const read = [...(embedding instanceof Map ? embedding : [])].map(([key, value]) => {
      const tensor = value instanceof PickledArray ? value.toTensor(`${key}`) : undefined;
      const numbers = Array.from(tensor?.data ?? [], Number);
      return [key, { shape: tensor?.shape, first: numbers.slice(0, 6), last: numbers.at(-1) }];
    });
    expect(Object.fromEntries(read)).toEqual(expected);
  });

  it('reads the detail template and the fixed displacement', () => {
    const folder = 'golden/deca/cyl-whole/data';
    const fixed = readNpyBytes(readFileSync(sharedPath(`${folder}/fixed_displacement_256.npy`)), 'fixed.npy');
    const template = readNpyBytes(readFileSync(sharedPath(`${folder}/texture_data_256.npy`)), 'texture.npy');

    const [parts] = template.objects('it');

    expect(fixed.toTensor('it').shape).toEqual([256, 256]);
    expect(parts instanceof Map ? parts.get('img_size') : undefined).toBe(256);
  });
});
