import { describe, expect, it } from 'vitest';
import { MalformedFileError } from '../../../../src/shared/core/tensor/malformed-file-error.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/shared/core/tensor/safetensors.ts';
import type { Tensor } from '../../../../src/shared/core/tensor/tensor.ts';

const TENSORS: ReadonlyMap<string, Tensor> = new Map<string, Tensor>([
  ['mask', { type: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
  ['positions', { type: 'F32', shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, 1e-9, 6) }],
  ['weights', { type: 'F64', shape: [], data: Float64Array.of(Math.PI) }],
  ['ids', { type: 'I64', shape: [2], data: BigInt64Array.of(-1n, 1n << 40n) }],
  ['half', { type: 'F16', shape: [1, 1], data: Uint16Array.of(0x3c00) }],
  ['nothing', { type: 'I32', shape: [0, 4], data: new Int32Array(0) }],
]);

/** A file made by hand: header text and data bytes, so that each field can be forged. */
function forge(header: unknown, data = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

const entry = (overrides: object) => ({
  a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...overrides },
});

describe('safetensors', () => {
  it('gives back every tensor and the metadata', () => {
    const { tensors, metadata } = readSafetensors(
      writeSafetensors(TENSORS, { licence: 'MIT', name: 'kopf – 頭' }),
    );

    expect(metadata).toEqual({ licence: 'MIT', name: 'kopf – 頭' });
    expect(new Map([...tensors].sort())).toEqual(new Map([...TENSORS].sort()));
  });

  it('views the file where it is aligned and copies where it is not', () => {
    const file = writeSafetensors(TENSORS);
    const shifted = new Uint8Array(file.length + 1).subarray(1);
    shifted.set(file);

    expect(readSafetensors(file).tensors.get('positions')?.data.buffer).toBe(file.buffer);
    expect(readSafetensors(shifted).tensors.get('positions')).toEqual(TENSORS.get('positions'));
    expect(readSafetensors(shifted).tensors.get('positions')?.data.buffer).not.toBe(shifted.buffer);
  });

  it('reads a file written by the format’s own library', () => {
    const file = forge(
      '{"b":{"dtype":"I16","shape":[2],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ',
      Uint8Array.of(0, 0, 128, 63, 1, 0, 255, 255),
    );

    const { tensors } = readSafetensors(file);

    expect(tensors.get('a')?.data).toEqual(Float32Array.of(1));
    expect(tensors.get('b')?.data).toEqual(Int16Array.of(1, -1));
  });

  it.each([
    ['an empty file', new Uint8Array(0), /ends after 0 bytes/],
    ['a header longer than the file', forge('{}').fill(200, 0, 1), /inside its header of 200/],
    ['a header beyond the cap', forge('{}').fill(255, 0, 8), /at most/],
    ['a header that is no JSON', forge('{"a":'), /not JSON/],
    ['a header that is a list', forge([]), /not a JSON object/],
    ['metadata that is no text', forge({ __metadata__: { a: 1 } }), /metadata "a"/],
    ['an unknown type', forge(entry({ dtype: 'BF16' }), new Uint8Array(8)), /"a" has the type BF16/],
    ['a negative size', forge(entry({ shape: [-2] }), new Uint8Array(8)), /shape of "a"/],
    ['a fractional size', forge(entry({ shape: [1.5] }), new Uint8Array(8)), /shape of "a"/],
    [
      'a size past all memory',
      forge(entry({ shape: [2 ** 40, 2 ** 40] }), new Uint8Array(8)),
      /takes 8 bytes/,
    ],
    [
      'offsets that do not fit the shape',
      forge(entry({ data_offsets: [0, 4] }), new Uint8Array(8)),
      /takes 4/,
    ],
    ['offsets that are missing', forge(entry({ data_offsets: [0] }), new Uint8Array(8)), /offsets of "a"/],
    [
      'a hole before the first tensor',
      forge(entry({ data_offsets: [4, 12] }), new Uint8Array(12)),
      /expected at 0/,
    ],
    ['bytes after the last tensor', forge(entry({}), new Uint8Array(9)), /the file holds 9/],
    ['data that ends early', forge(entry({}), new Uint8Array(7)), /the file holds 7/],
    [
      'tensors that overlap',
      forge({ ...entry({}), b: { dtype: 'F32', shape: [2], data_offsets: [4, 12] } }, new Uint8Array(12)),
      /"b" starts at 4, expected at 8/,
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readSafetensors(file)).toThrow(MalformedFileError);
    expect(() => readSafetensors(file)).toThrow(message);
  });

  it('refuses every truncation of a whole file', () => {
    const file = writeSafetensors(TENSORS, { licence: 'MIT' });

    for (let length = 0; length < file.length; length += 1) {
      expect(() => readSafetensors(file.subarray(0, length))).toThrow(MalformedFileError);
    }
  });
});
