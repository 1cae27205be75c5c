import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Tensor } from '../../../shared/core/tensor/tensor.ts';
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxPort } from './onnx-graph.ts';
import { ONNX_DATA_TYPE } from './onnx-graph.ts';

/*
 * The messages of onnx.proto that a graph of ours needs, one function each; the numbers are its field numbers
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */

/** Operator set the graphs are written for: the oldest that has every operator we use in its present form. */
const OPSET_VERSION = 17;

/** IR version that belongs to operator set 17. */
const IR_VERSION = 8;

/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const;

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function message(writer: BinaryWriter, field: number, writeFields: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  writeFields();
  writer.join();
}

function writeAttribute(writer: BinaryWriter, name: string, value: OnnxAttribute): void {
  text(writer, 1, name);
  if ('float' in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    integer(writer, 20, ATTRIBUTE_TYPE.float);
  } else if ('int' in value) {
    integer(writer, 3, value.int);
    integer(writer, 20, ATTRIBUTE_TYPE.int);
  } else if ('string' in value) {
    text(writer, 4, value.string);
    integer(writer, 20, ATTRIBUTE_TYPE.string);
  } else {
    for (const item of value.ints) {
      integer(writer, 8, item);
    }
    integer(writer, 20, ATTRIBUTE_TYPE.ints);
  }
}

function writeNode(writer: BinaryWriter, node: OnnxNode): void {
  for (const input of node.inputs) {
    text(writer, 1, input);
  }
  for (const output of node.outputs) {
    text(writer, 2, output);
  }
  text(writer, 3, node.outputs[0] ?? node.operator);
  text(writer, 4, node.operator);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(writer, 5, () => writeAttribute(writer, name, value));
  }
}

/** ValueInfoProto of a float32 tensor: TypeProto.Tensor holds the element type and a TensorShapeProto. */
function writePort(writer: BinaryWriter, port: OnnxPort): void {
  text(writer, 1, port.name);
  message(writer, 2, () => {
    message(writer, 1, () => {
      integer(writer, 1, ONNX_DATA_TYPE.F32);
      message(writer, 2, () => {
        for (const extent of port.shape) {
          message(writer, 1, () => integer(writer, 1, extent));
        }
      });
    });
  });
}

/** GraphProto without its constants. */
function graphFields(graph: OnnxGraph): Uint8Array {
  const writer = new BinaryWriter();
  for (const node of graph.nodes) {
    message(writer, 1, () => writeNode(writer, node));
  }
  text(writer, 2, graph.name);
  for (const port of graph.inputs) {
    message(writer, 11, () => writePort(writer, port));
  }
  for (const port of graph.outputs) {
    message(writer, 12, () => writePort(writer, port));
  }
  return writer.finish();
}

/** One `initializer` of GraphProto up to where its numbers begin. They follow as they lie in memory. */
function constantHeader(name: string, tensor: Tensor): Uint8Array {
  const fields = new BinaryWriter();
  for (const extent of tensor.shape) {
    integer(fields, 1, extent);
  }
  integer(fields, 2, ONNX_DATA_TYPE[tensor.type]);
  text(fields, 8, name);
  fields.tag(9, WireType.LengthDelimited).uint32(tensor.data.byteLength);
  const start = fields.finish();
  const writer = new BinaryWriter();
  writer.tag(5, WireType.LengthDelimited).uint32(start.byteLength + tensor.data.byteLength);
  return writer.raw(start).finish();
}

/** ModelProto up to where the graph begins. */
function modelHeader(graphLength: number): Uint8Array {
  const writer = new BinaryWriter();
  integer(writer, 1, IR_VERSION);
  text(writer, 2, 'Furrow');
  message(writer, 8, () => {
    text(writer, 1, '');
    integer(writer, 2, OPSET_VERSION);
  });
  writer.tag(7, WireType.LengthDelimited).uint32(graphLength);
  return writer.finish();
}

/**
 * The bytes of an ONNX model in pieces, in file order: `writeFile(path, onnxModelChunks(graph))`. Constants
 * are views of the graph's own numbers, so that a model of 100 MB is never copied on its way to the file.
 */
export function* onnxModelChunks(graph: OnnxGraph): Generator<Uint8Array, void> {
  const fields = graphFields(graph);
  const constants = [...graph.constants].map(([name, tensor]) => ({
    header: constantHeader(name, tensor),
    numbers: new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength),
  }));
  let graphLength = fields.byteLength;
  for (const { header, numbers } of constants) {
    graphLength += header.byteLength + numbers.byteLength;
  }
  yield modelHeader(graphLength);
  yield fields;
  for (const { header, numbers } of constants) {
    yield header;
    yield numbers;
  }
}

/** An ONNX model as one array, for a session that opens it from memory. */
export function onnxModelBytes(graph: OnnxGraph): Uint8Array<ArrayBuffer> {
  const chunks = [...onnxModelChunks(graph)];
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
