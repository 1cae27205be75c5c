/** Element types a tensor can hold; names as in the safetensors header. */
export const TENSOR_TYPES = [
  'F64',
  'F32',
  'F16',
  'I64',
  'I32',
  'I16',
  'I8',
  'U32',
  'U16',
  'U8',
  'BOOL',
] as const;

export type TensorType = (typeof TENSOR_TYPES)[number];

/** Bytes of one element. */
export const TENSOR_TYPE_BYTES: Readonly<Record<TensorType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
};

/** Storage of each element type. F16 is kept as its raw bits, BOOL as 0 and 1. */
export interface TensorDataByType {
  readonly F64: Float64Array;
  readonly F32: Float32Array;
  readonly F16: Uint16Array;
  readonly I64: BigInt64Array;
  readonly I32: Int32Array;
  readonly I16: Int16Array;
  readonly I8: Int8Array;
  readonly U32: Uint32Array;
  readonly U16: Uint16Array;
  readonly U8: Uint8Array;
  readonly BOOL: Uint8Array;
}

/** A dense array, row-major (last index fastest), without padding: `data.length` is the product of `shape`. */
export type Tensor = {
  readonly [Type in TensorType]: {
    readonly type: Type;
    readonly shape: readonly number[];
    readonly data: TensorDataByType[Type];
  };
}[TensorType];

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const extent of shape) {
    count *= extent;
  }
  return count;
}
