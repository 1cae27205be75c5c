import { Builder } from 'flatbuffers';
import { FlatBufferTable } from './flatbuffer-table.ts';
import { int32Vector, offsetVector } from './flatbuffer-vectors.ts';
import {
  BUFFER,
  METADATA,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  SUBGRAPH,
  TENSOR,
  TENSOR_TYPE,
  TFLITE_IDENTIFIER,
} from './tflite-schema.ts';

/** TensorFlow Lite maps constants where they stand in the file and wants them aligned so. */
const BUFFER_ALIGNMENT = 16;

/** Room for what is put in front of a model before the builder has to grow. */
const EXTENSION_CAPACITY = 1 << 17;

/** The empty buffer that every tensor without constant data refers to. */
const EMPTY_BUFFER = 0;

/** A tensor of the model's graph: its index there, and its shape. */
export interface GraphTensor {
  readonly index: number;
  readonly shape: readonly number[];
}

export interface Operation {
  /** number in `BuiltinOperator` */
  readonly operator: number;
  readonly inputs: readonly GraphTensor[];
  readonly outputs: readonly GraphTensor[];
  /** type in the `BuiltinOptions` union */
  readonly optionsType: number;
  /** Writes the options table and returns its offset. */
  readonly writeOptions: (builder: Builder) => number;
}

/**
 * A TensorFlow Lite model with additions: tensors, operations and metadata that its author left out.
 *
 * Nothing in the original is moved or rewritten. A FlatBuffer is written from its end to its beginning and its
 * references point forward, so the whole original file becomes the tail of the new one, and a new root with new
 * lists of tensors, operators and buffers is put in front, whose entries point at the old tables or at new ones.
 * What the new root no longer mentions is merely unreachable.
 */
export class TfliteModelExtension {
  readonly #builder: Builder;
  readonly #model: FlatBufferTable;
  readonly #subgraph: FlatBufferTable;
  /** distance of the original's first byte from the end of the new file */
  readonly #originalOffset: number;
  readonly #operatorCodes: number[];
  /** indices among the operator codes of those added so far, by operator */
  readonly #addedOperatorCodes = new Map<number, number>();
  readonly #tensors: number[];
  readonly #operators: number[];
  readonly #buffers: number[];
  readonly #metadata: number[];
  #outputs: readonly number[];

  /**
   * @param model a .tflite file
   * @throws Error when it is no TFL3 FlatBuffer, or holds not exactly one graph.
   */
  constructor(model: Uint8Array) {
    this.#model = FlatBufferTable.root(model, TFLITE_IDENTIFIER);
    const [subgraph, ...others] = this.#model.tableVector(MODEL.subgraphs);
    if (subgraph === undefined || others.length > 0) {
      throw new Error('Expected a model with one graph.');
    }
    this.#subgraph = subgraph;

    this.#builder = new Builder(model.length + EXTENSION_CAPACITY);
    this.#builder.prep(BUFFER_ALIGNMENT, model.length);
    this.#builder.createByteVector(model);
    // The vector's length word stands before the original's first byte; nothing refers to it.
    this.#originalOffset = this.#builder.offset() - Uint32Array.BYTES_PER_ELEMENT;

    this.#operatorCodes = this.#offsetsOf(this.#model, MODEL.operatorCodes);
    this.#buffers = this.#offsetsOf(this.#model, MODEL.buffers);
    this.#metadata = this.#offsetsOf(this.#model, MODEL.metadata);
    this.#tensors = this.#offsetsOf(subgraph, SUBGRAPH.tensors);
    this.#operators = this.#offsetsOf(subgraph, SUBGRAPH.operators);
    this.#outputs = subgraph.int32Vector(SUBGRAPH.outputs);
  }

  /**
   * An output of the original graph.
   * @throws Error when there is none of that name and shape.
   */
  output(name: string, shape: readonly number[]): GraphTensor {
    const tensors = this.#subgraph.tableVector(SUBGRAPH.tensors);
    const index = this.#outputs.find((output) => tensors[output]?.string(TENSOR.name) === name);
    const found = index === undefined ? undefined : tensors[index]?.int32Vector(TENSOR.shape);
    if (index === undefined || found?.join() !== shape.join()) {
      const state = found === undefined ? 'has no such output' : `gives it the shape [${found.join(', ')}]`;
      throw new Error(`Expected an output ${name} of shape [${shape.join(', ')}], but the model ${state}.`);
    }
    return { index, shape };
  }

  /** Adds a one-dimensional int32 constant. */
  addConstant(name: string, values: readonly number[]): GraphTensor {
    const bytes = new Uint8Array(Int32Array.BYTES_PER_ELEMENT * values.length);
    const view = new DataView(bytes.buffer);
    for (const [index, value] of values.entries()) {
      view.setInt32(Int32Array.BYTES_PER_ELEMENT * index, value, true);
    }
    return this.#addTensor(name, [values.length], TENSOR_TYPE.int32, this.#addBuffer(bytes));
  }

  /** Adds a float32 tensor for an operation to fill. */
  addTensor(name: string, shape: readonly number[]): GraphTensor {
    return this.#addTensor(name, shape, TENSOR_TYPE.float32, EMPTY_BUFFER);
  }

  /** Adds an operation, run after everything that the graph did before. */
  addOperation({ operator, inputs, outputs, optionsType, writeOptions }: Operation): void {
    const builder = this.#builder;
    const code = this.#operatorCode(operator);
    const inputVector = int32Vector(
      builder,
      inputs.map(({ index }) => index),
    );
    const outputVector = int32Vector(
      builder,
      outputs.map(({ index }) => index),
    );
    const options = writeOptions(builder);
    builder.startObject(OPERATOR.builtinOptions + 1);
    builder.addFieldInt32(OPERATOR.operatorCode, code, 0);
    builder.addFieldOffset(OPERATOR.inputs, inputVector, 0);
    builder.addFieldOffset(OPERATOR.outputs, outputVector, 0);
    builder.addFieldInt8(OPERATOR.builtinOptionsType, optionsType, 0);
    builder.addFieldOffset(OPERATOR.builtinOptions, options, 0);
    this.#operators.push(builder.endObject());
  }

  /** Makes these tensors the outputs of the graph, instead of those it had. */
  replaceOutputs(outputs: readonly GraphTensor[]): void {
    this.#outputs = outputs.map(({ index }) => index);
  }

  /** Attaches bytes to the model under a name, such as TFLITE_METADATA. */
  addMetadata(name: string, content: Uint8Array): void {
    const builder = this.#builder;
    const buffer = this.#addBuffer(content);
    const nameString = builder.createString(name);
    builder.startObject(METADATA.buffer + 1);
    builder.addFieldOffset(METADATA.name, nameString, 0);
    builder.addFieldInt32(METADATA.buffer, buffer, 0);
    this.#metadata.push(builder.endObject());
  }

  /** The extended model as a file. The extension is finished after that. */
  toBytes(): Uint8Array {
    const builder = this.#builder;
    const subgraphs = offsetVector(builder, [this.#writeSubgraph()]);
    const operatorCodes = offsetVector(builder, this.#operatorCodes);
    const buffers = offsetVector(builder, this.#buffers);
    const metadata = offsetVector(builder, this.#metadata);
    builder.startObject(MODEL.signatureDefinitions + 1);
    builder.addFieldInt32(MODEL.version, this.#model.int32(MODEL.version), 0);
    builder.addFieldOffset(MODEL.operatorCodes, operatorCodes, 0);
    builder.addFieldOffset(MODEL.subgraphs, subgraphs, 0);
    builder.addFieldOffset(MODEL.buffers, buffers, 0);
    builder.addFieldOffset(MODEL.metadata, metadata, 0);
    for (const field of [MODEL.description, MODEL.metadataBuffer, MODEL.signatureDefinitions]) {
      this.#keepField(this.#model, field);
    }
    builder.finish(builder.endObject(), TFLITE_IDENTIFIER);
    return builder.asUint8Array();
  }

  #writeSubgraph(): number {
    const builder = this.#builder;
    const tensors = offsetVector(builder, this.#tensors);
    const operators = offsetVector(builder, this.#operators);
    const outputs = int32Vector(builder, this.#outputs);
    builder.startObject(SUBGRAPH.name + 1);
    builder.addFieldOffset(SUBGRAPH.tensors, tensors, 0);
    builder.addFieldOffset(SUBGRAPH.outputs, outputs, 0);
    builder.addFieldOffset(SUBGRAPH.operators, operators, 0);
    for (const field of [SUBGRAPH.inputs, SUBGRAPH.name]) {
      this.#keepField(this.#subgraph, field);
    }
    return builder.endObject();
  }

  #addTensor(name: string, shape: readonly number[], type: number, buffer: number): GraphTensor {
    const builder = this.#builder;
    const nameString = builder.createString(name);
    const shapeVector = int32Vector(builder, shape);
    builder.startObject(TENSOR.name + 1);
    builder.addFieldOffset(TENSOR.shape, shapeVector, 0);
    builder.addFieldInt8(TENSOR.type, type, TENSOR_TYPE.float32);
    builder.addFieldInt32(TENSOR.buffer, buffer, EMPTY_BUFFER);
    builder.addFieldOffset(TENSOR.name, nameString, 0);
    const index = this.#tensors.push(builder.endObject()) - 1;
    return { index, shape };
  }

  #addBuffer(content: Uint8Array): number {
    const builder = this.#builder;
    builder.prep(BUFFER_ALIGNMENT, content.length);
    const data = builder.createByteVector(content);
    builder.startObject(BUFFER.data + 1);
    builder.addFieldOffset(BUFFER.data, data, 0);
    return this.#buffers.push(builder.endObject()) - 1;
  }

  #operatorCode(operator: number): number {
    const added = this.#addedOperatorCodes.get(operator);
    if (added !== undefined) {
      return added;
    }
    const builder = this.#builder;
    builder.startObject(OPERATOR_CODE.builtinCode + 1);
    builder.addFieldInt8(OPERATOR_CODE.deprecatedBuiltinCode, operator, 0);
    builder.addFieldInt32(OPERATOR_CODE.builtinCode, operator, 0);
    const index = this.#operatorCodes.push(builder.endObject()) - 1;
    this.#addedOperatorCodes.set(operator, index);
    return index;
  }

  /** Inside a table being written: refers to the same string or vector as the original's field did. */
  #keepField(original: FlatBufferTable, field: number): void {
    const target = original.target(field);
    if (target !== undefined) {
      this.#builder.addFieldOffset(field, this.#originalOffset - target, 0);
    }
  }

  #offsetsOf(original: FlatBufferTable, field: number): number[] {
    return original.tableVector(field).map(({ position }) => this.#originalOffset - position);
  }
}
