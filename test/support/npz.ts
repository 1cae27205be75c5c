import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';

/** One golden array: its shape and its values, row-major. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint32Array | Uint16Array;
}

const ARRAYS: Readonly<Record<string, new (buffer: ArrayBuffer) => GoldenArray['data']>> = {
  '<f4': Float32Array,
  '<f8': Float64Array,
  '<i4': Int32Array,
  '<i8': BigInt64Array,
  '<u4': Uint32Array,
  '<u2': Uint16Array,
};

/** The arrays of a golden .npz by name. Only what the golden files hold: plain numbers, C order. */
export function readGoldenNpz(path: string): Readonly<Record<string, GoldenArray>> {
  const arrays: Record<string, GoldenArray> = {};
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(path)))) {
    arrays[name.replace(/\.npy$/, '')] = parseNpy(bytes);
  }
  return arrays;
}

/** One golden .npy. */
export function readGoldenNpy(path: string): GoldenArray {
  return parseNpy(readFileSync(path));
}

/** Float32 values of a golden array; throws when it is missing or of another type. */
export function floats(array: GoldenArray | undefined): Float32Array {
  if (!(array?.data instanceof Float32Array)) {
    throw new Error('not a float32 golden array');
  }
  return array.data;
}

function parseNpy(bytes: Uint8Array): GoldenArray {
  const headerEnd = 10 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, headerEnd));
  const type = /'descr': '([^']+)'/.exec(header)?.[1] ?? '';
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '';
  const ArrayType = ARRAYS[type];
  if (ArrayType === undefined || header.includes("'fortran_order': True")) {
    throw new Error(`golden arrays of this kind are not read: ${header}`);
  }
  const data = new ArrayType(Uint8Array.from(bytes.subarray(headerEnd)).buffer);
  return {
    shape: shape
      .split(',')
      .filter((size) => size.trim() !== '')
      .map(Number),
    data,
  };
}
