import {
  elementCount,
  TENSOR_TYPE_BYTES,
  type Tensor,
  type TensorDataByType,
  type TensorType,
} from '../../shared/core/tensor/tensor.ts';
import { malformedImport, tooLargeImport } from './import-error.ts';

/** Most bytes one tensor may take in memory. FLAME's largest array has 48 MB, DECA's largest weight 9.4 MB. */
export const MAX_TENSOR_BYTES = 256 * 1024 * 1024;

/** Most dimensions of an array; numpy's own limit was 32 up to version 1. */
const MAX_DIMENSIONS = 32;

/** Names an array and its file in messages. */
export interface ArrayOrigin {
  readonly file: string;
  /** What the array is, e.g. `the array v_template`. */
  readonly what: string;
}

/**
 * Checks an array's shape before anything is allocated for it.
 *
 * @param shape - Extents as the file states them.
 * @param itemBytes - Bytes of one element.
 * @throws AppError `import/malformed` when an extent is no whole number, `import/too-large` above
 *   {@link MAX_TENSOR_BYTES}.
 */
export function requireShape(shape: readonly number[], itemBytes: number, origin: ArrayOrigin): void {
  const isValid = shape.length <= MAX_DIMENSIONS && shape.every(isExtent);
  if (!isValid) {
    throw malformedImport(
      origin.file,
      `${origin.what} has an impossible shape of ${shape.length} dimensions.`,
    );
  }
  const fits = elementCount(shape) * itemBytes <= MAX_TENSOR_BYTES;
  if (!fits) {
    const limit = MAX_TENSOR_BYTES / 1024 / 1024;
    throw tooLargeImport(
      origin.file,
      `${origin.what} claims the shape [${shape.join(' × ')}], more than ${limit} MB.`,
    );
  }
}

/**
 * Checks that an array has as many bytes as its shape says.
 *
 * @throws AppError `import/malformed` when not, and what {@link requireShape} throws.
 */
export function requireByteCount(
  shape: readonly number[],
  itemBytes: number,
  bytes: Uint8Array,
  origin: ArrayOrigin,
): void {
  requireShape(shape, itemBytes, origin);
  const expected = elementCount(shape) * itemBytes;
  if (bytes.byteLength !== expected) {
    throw malformedImport(
      origin.file,
      `${origin.what} of shape [${shape.join(' × ')}] needs ${expected} bytes but has ${bytes.byteLength}.`,
    );
  }
}

/**
 * A tensor from the bytes of its elements in row-major order.
 *
 * @param bytes - Exactly `product(shape) × element size` bytes; kept as the tensor's memory when they fill
 *   their buffer and need no swapping, otherwise copied.
 * @param isBigEndian - Whether the elements' bytes stand most significant first.
 * @throws AppError `import/malformed` when the number of bytes does not fit the shape.
 */
export function tensorFromBytes(
  type: TensorType,
  shape: readonly number[],
  bytes: Uint8Array,
  isBigEndian: boolean,
  origin: ArrayOrigin,
): Tensor {
  const itemBytes = TENSOR_TYPE_BYTES[type];
  requireByteCount(shape, itemBytes, bytes, origin);
  const owned = isBigEndian && itemBytes > 1 ? swappedCopy(bytes, itemBytes) : ownedBytes(bytes);
  // The pairing of type and array is by construction; TypeScript cannot follow it through the lookup.
  return { type, shape: [...shape], data: viewElements(type, owned) } as Tensor;
}

/**
 * Picks the elements of a strided array into row-major order.
 *
 * @param bytes - Memory of the array; element 0 is the one at index (0, …, 0).
 * @param itemBytes - Bytes of one element: 1, 2, 4, 8 or 16.
 * @param strides - Step of each dimension in elements, not negative; one per extent.
 * @returns A new buffer, `product(shape) × itemBytes` bytes.
 */
export function gatherStrided(
  bytes: Uint8Array,
  itemBytes: number,
  shape: readonly number[],
  strides: readonly number[],
): Uint8Array {
  const count = elementCount(shape);
  const wordBytes = Math.min(itemBytes, 4);
  const wordsPerItem = itemBytes / wordBytes;
  const from = viewWords(ownedBytes(bytes), wordBytes);
  const gathered = new Uint8Array(count * itemBytes);
  const to = viewWords(gathered, wordBytes);
  const index = shape.map(() => 0);
  let source = 0;
  for (let item = 0; item < count; item++) {
    for (let word = 0; word < wordsPerItem; word++) {
      to[item * wordsPerItem + word] = from[source * wordsPerItem + word] ?? 0;
    }
    source += advance(index, shape, strides);
  }
  return gathered;
}

/** Strides of a row-major array in elements, e.g. `[6, 2, 1]` for shape `[4, 3, 2]`. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

/** Strides of a column-major (Fortran) array in elements. */
export function columnMajorStrides(shape: readonly number[]): number[] {
  return rowMajorStrides([...shape].reverse()).reverse();
}

function isExtent(extent: number): boolean {
  return Number.isSafeInteger(extent) && extent >= 0;
}

/** Moves `index` to the next element in row-major order and returns how far its memory position moves. */
function advance(index: number[], shape: readonly number[], strides: readonly number[]): number {
  let step = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1;
    if (next < (shape[axis] ?? 0)) {
      index[axis] = next;
      return step + (strides[axis] ?? 0);
    }
    step -= (next - 1) * (strides[axis] ?? 0);
    index[axis] = 0;
  }
  return step;
}

/** Bytes that fill a buffer of their own, so that any typed array may view them. */
function ownedBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

function swappedCopy(bytes: Uint8Array, itemBytes: number): Uint8Array {
  const swapped = new Uint8Array(bytes);
  for (let start = 0; start < swapped.length; start += itemBytes) {
    swapped.subarray(start, start + itemBytes).reverse();
  }
  return swapped;
}

function viewWords(bytes: Uint8Array, wordBytes: number): Uint8Array | Uint16Array | Uint32Array {
  if (wordBytes === 1) {
    return bytes;
  }
  const count = Math.floor(bytes.byteLength / wordBytes);
  return wordBytes === 2 ? new Uint16Array(bytes.buffer, 0, count) : new Uint32Array(bytes.buffer, 0, count);
}

/** Elements over little-endian bytes; every platform Furrow runs on is little-endian. */
function viewElements<Type extends TensorType>(type: Type, bytes: Uint8Array): TensorDataByType[TensorType] {
  const buffer = bytes.buffer;
  switch (type) {
    case 'F64':
      return new Float64Array(buffer);
    case 'F32':
      return new Float32Array(buffer);
    case 'F16':
    case 'U16':
      return new Uint16Array(buffer);
    case 'I64':
      return new BigInt64Array(buffer);
    case 'I32':
      return new Int32Array(buffer);
    case 'U32':
      return new Uint32Array(buffer);
    case 'I16':
      return new Int16Array(buffer);
    case 'I8':
      return new Int8Array(buffer);
    case 'BOOL':
      return bytes.map((value) => (value === 0 ? 0 : 1));
    default:
      return bytes;
  }
}
