import { BinaryReader } from '@bufbuild/protobuf/wire';
import { AppError } from '../../../shared/contract/app-error.ts';
import { elementCount, type Tensor } from '../../../shared/core/tensor/tensor.ts';
import {
  ONNX_DATA_TYPE,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxPort,
} from './onnx-graph.ts';

/** Reads the fields of a message that it knows, by field number. */
type FieldReaders = Readonly<Record<number, (reader: BinaryReader) => void>>;

function readMessage(bytes: Uint8Array, fields: FieldReaders): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const read = fields[field];
    if (read === undefined) {
      reader.skip(wireType, field);
    } else {
      read(reader);
    }
  }
}

function readInteger(reader: BinaryReader): number {
  const value = Number(reader.int64());
  if (!Number.isSafeInteger(value)) {
    throw new Error('a number is too large');
  }
  return value;
}

function readAttribute(bytes: Uint8Array): readonly [name: string, value: OnnxAttribute] {
  let name = '';
  let value: OnnxAttribute | undefined;
  const integers: number[] = [];
  readMessage(bytes, {
    1: (reader) => {
      name = reader.string();
    },
    2: (reader) => {
      value = { float: reader.float() };
    },
    3: (reader) => {
      value = { int: readInteger(reader) };
    },
    4: (reader) => {
      value = { string: reader.string() };
    },
    8: (reader) => integers.push(readInteger(reader)),
  });
  return [name, value ?? { ints: integers }];
}

function readNode(bytes: Uint8Array): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: (readonly [string, OnnxAttribute])[] = [];
  let operator = '';
  readMessage(bytes, {
    1: (reader) => inputs.push(reader.string()),
    2: (reader) => outputs.push(reader.string()),
    4: (reader) => {
      operator = reader.string();
    },
    5: (reader) => attributes.push(readAttribute(reader.bytes())),
  });
  return { operator, inputs, outputs, attributes: Object.fromEntries(attributes) };
}

function readPort(bytes: Uint8Array): OnnxPort {
  let name = '';
  const shape: number[] = [];
  const dimension = (reader: BinaryReader) =>
    readMessage(reader.bytes(), { 1: (field) => shape.push(readInteger(field)) });
  const tensorType = (reader: BinaryReader) =>
    readMessage(reader.bytes(), { 2: (field) => readMessage(field.bytes(), { 1: dimension }) });
  readMessage(bytes, {
    1: (reader) => {
      name = reader.string();
    },
    2: (reader) => readMessage(reader.bytes(), { 1: tensorType }),
  });
  return { name, shape };
}

function readConstant(bytes: Uint8Array): readonly [name: string, tensor: Tensor] {
  let name = '';
  let dataType = 0;
  let numbers = new Uint8Array();
  const shape: number[] = [];
  readMessage(bytes, {
    1: (reader) => shape.push(readInteger(reader)),
    2: (reader) => {
      dataType = readInteger(reader);
    },
    8: (reader) => {
      name = reader.string();
    },
    9: (reader) => {
      // A copy: numbers lie anywhere in the file, typed arrays only at multiples of their size.
      numbers = new Uint8Array(reader.bytes());
    },
  });
  const tensor = tensorOf(dataType, shape, numbers.buffer);
  if (tensor.data.byteLength !== numbers.byteLength || tensor.data.length !== elementCount(shape)) {
    throw new Error(`constant "${name}" does not hold the numbers of its shape`);
  }
  return [name, tensor];
}

function tensorOf(dataType: number, shape: readonly number[], buffer: ArrayBuffer): Tensor {
  switch (dataType) {
    case ONNX_DATA_TYPE.F32:
      return { type: 'F32', shape, data: new Float32Array(buffer) };
    case ONNX_DATA_TYPE.I64:
      return { type: 'I64', shape, data: new BigInt64Array(buffer) };
    default:
      throw new Error(`constants of ONNX type ${dataType} do not occur in float32 graphs`);
  }
}

/**
 * Reads back a float32 graph written by `onnxModelChunks`, to derive an 8-bit one from it. Nothing in `bytes` is
 * kept.
 *
 * @throws AppError `model/malformed` for anything that is not such a file.
 */
export function readOnnxModel(bytes: Uint8Array): OnnxGraph {
  const inputs: OnnxPort[] = [];
  const outputs: OnnxPort[] = [];
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, Tensor>();
  let name = '';
  const graphFields: FieldReaders = {
    1: (reader) => nodes.push(readNode(reader.bytes())),
    2: (reader) => {
      name = reader.string();
    },
    5: (reader) => constants.set(...readConstant(reader.bytes())),
    11: (reader) => inputs.push(readPort(reader.bytes())),
    12: (reader) => outputs.push(readPort(reader.bytes())),
  };
  try {
    readMessage(bytes, { 7: (reader) => readMessage(reader.bytes(), graphFields) });
    if (nodes.length === 0) {
      throw new Error('it holds no graph');
    }
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError(
      'model/malformed',
      `This is not an ONNX model that Furrow wrote: ${reason}. Import or download its face pack again.`,
      { cause: thrown },
    );
  }
  return { name, inputs, outputs, nodes, constants };
}
