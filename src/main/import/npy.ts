import type { Tensor } from '../../shared/core/tensor/tensor.ts';
import { type ByteSource, MemorySource } from './byte-source.ts';
import { malformedImport, unsupportedImport } from './import-error.ts';
import { NumpyArray } from './pickle/numpy-array.ts';
import { NumpyDtype } from './pickle/numpy-dtype.ts';
import { readPickleBytes } from './pickle/read-pickle.ts';

/** First six bytes [numpy/lib/format.py]. */
const MAGIC = '\x93NUMPY';
/** Largest header that is read; numpy itself warns above 10 000. */
const MAX_HEADER_BYTES = 65_536;
/** Data begin at a multiple of this. */
const ALIGNMENT = 64;
/** Magic, version and the length of a version 1 header. */
const PREFIX_BYTES = 10;

/** A tensor of real numbers. */
export type FloatTensor = Extract<Tensor, { readonly type: 'F32' | 'F64' }>;

/**
 * Reads a `.npy` file of version 1 to 3. Arrays of objects are pickles and go through the allow-list.
 *
 * @returns The array: `toTensor` gives numbers, `objects` the elements of an object array.
 * @throws AppError `import/malformed`, `import/unsupported` or `import/too-large`.
 */
export function readNpy(source: ByteSource): NumpyArray {
  const { description, isColumnMajor, shape, end } = readHeader(source);
  const dtype = new NumpyDtype(description, source.name);
  const content = source.readSync(end, source.length - end);
  if (!dtype.isObject) {
    return new NumpyArray(source.name, { shape, dtype, isColumnMajor, data: content });
  }
  const array = readPickleBytes(content, source.name);
  if (!(array instanceof NumpyArray)) {
    throw malformedImport(source.name, 'an array of objects should hold a pickled array.');
  }
  return array;
}

/** {@link readNpy} of bytes in memory; `name` is the file name for messages. */
export function readNpyBytes(bytes: Uint8Array, name: string): NumpyArray {
  return readNpy(new MemorySource(bytes, name));
}

/**
 * A tensor as a `.npy` file of version 1.0, little-endian, row-major.
 *
 * @param tensor - Of any shape; only read.
 * @returns The bytes of the file.
 */
export function writeNpy(tensor: FloatTensor): Uint8Array {
  const description = tensor.type === 'F32' ? '<f4' : '<f8';
  // Python writes a tuple of one value with a comma.
  const extents = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(', ');
  const header = `{'descr': '${description}', 'fortran_order': False, 'shape': (${extents}), }`;
  const dataStart = Math.ceil((PREFIX_BYTES + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const { buffer, byteOffset, byteLength } = tensor.data;
  const file = new Uint8Array(dataStart + byteLength);
  const text = `${MAGIC}\x01\x00\0\0${header.padEnd(dataStart - PREFIX_BYTES - 1)}\n`;
  file.set(Buffer.from(text, 'latin1'));
  new DataView(file.buffer).setUint16(8, dataStart - PREFIX_BYTES, true);
  file.set(new Uint8Array(buffer, byteOffset, byteLength), dataStart);
  return file;
}

interface NpyHeader {
  readonly description: string;
  readonly isColumnMajor: boolean;
  readonly shape: readonly number[];
  /** Where the data begin. */
  readonly end: number;
}

function readHeader(source: ByteSource): NpyHeader {
  const prefix = Buffer.from(source.readSync(0, Math.min(12, source.length)));
  if (prefix.toString('latin1', 0, MAGIC.length) !== MAGIC || prefix.length < PREFIX_BYTES) {
    throw malformedImport(source.name, 'this is no .npy file of numpy.');
  }
  const version = prefix[6] ?? 0;
  if (version < 1 || version > 3) {
    throw unsupportedImport(
      source.name,
      `it is a .npy file of version ${version}.`,
      'Save it again with numpy.save.',
    );
  }
  const start = version === 1 ? PREFIX_BYTES : 12;
  if (prefix.length < start) {
    throw malformedImport(source.name, 'the file ends in the middle of its header.');
  }
  const length = version === 1 ? prefix.readUInt16LE(8) : prefix.readUInt32LE(8);
  if (length > MAX_HEADER_BYTES) {
    throw malformedImport(source.name, `its header claims ${length} bytes.`);
  }
  const text = Buffer.from(source.readSync(start, length)).toString(version === 3 ? 'utf8' : 'latin1');
  return { ...parseHeader(text, source.name), end: start + length };
}

/** The header is the text of a Python dictionary, always of the same three keys. */
function parseHeader(text: string, file: string): Omit<NpyHeader, 'end'> {
  if (/'descr':\s*\[/.test(text)) {
    throw unsupportedImport(file, 'its elements are records, not numbers.', 'Save plain arrays of numbers.');
  }
  const description = /'descr':\s*'([^']{1,16})'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const extents = /'shape':\s*\(([\d,\sL]{0,400})\)/.exec(text)?.[1];
  if (description === undefined || order === undefined || extents === undefined) {
    throw malformedImport(file, 'its header does not state the type, order and shape of the array.');
  }
  const shape = extents
    .split(',')
    .map((extent) => extent.replace('L', '').trim())
    .filter((extent) => extent.length > 0)
    .map(Number);
  return { description, isColumnMajor: order === 'True', shape };
}
