/**
 * The part of the TensorFlow Lite schema (tensorflow/lite/schema/schema.fbs, version 3) that the tracker bundle
 * needs: field ids of its tables, and the numbers of its enums and unions.
 */

export const TFLITE_IDENTIFIER = 'TFL3';

export const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffer: 5,
  metadata: 6,
  signatureDefinitions: 7,
} as const;

/** `deprecatedBuiltinCode` is a byte and holds every operator below 127; `builtinCode` came later. */
export const OPERATOR_CODE = { deprecatedBuiltinCode: 0, customCode: 1, version: 2, builtinCode: 3 } as const;

export const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const;

/** `type` and `buffer` are absent when 0: float32, and the empty buffer that every computed tensor shares. */
export const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 } as const;

/** `builtinOptions` is a union: its type, then the table. */
export const OPERATOR = {
  operatorCode: 0,
  inputs: 1,
  outputs: 2,
  builtinOptionsType: 3,
  builtinOptions: 4,
} as const;

export const BUFFER = { data: 0 } as const;

export const METADATA = { name: 0, buffer: 1 } as const;

/** `TensorType` */
export const TENSOR_TYPE = { float32: 0, int32: 2 } as const;

/** `BuiltinOperator` */
export const BUILTIN_OPERATOR = { concatenation: 2, gather: 36, mean: 40 } as const;

/** Types in the `BuiltinOptions` union. */
export const BUILTIN_OPTIONS = { concatenation: 10, gather: 23, reducer: 27 } as const;

/** `ConcatenationOptions` and `GatherOptions` both begin with the axis. */
export const AXIS_OPTIONS = { axis: 0 } as const;

export const REDUCER_OPTIONS = { keepDimensions: 0 } as const;
