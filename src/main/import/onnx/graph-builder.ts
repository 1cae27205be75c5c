import type { Tensor } from '../../../shared/core/tensor/tensor.ts';
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxPort } from './onnx-graph.ts';

/** What a node may state beside its operator and inputs. */
export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Name of the node's result. Without it the value is named after the operator and the node's place. */
  readonly output?: string;
}

/** Collects a graph node by node. Every method that makes a value returns its name, to be used as an input. */
export class GraphBuilder {
  readonly #name: string;
  readonly #inputs: OnnxPort[] = [];
  readonly #outputs: OnnxPort[] = [];
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, Tensor>();

  constructor(name: string) {
    this.#name = name;
  }

  /** Declares a float32 input of the graph. */
  input(name: string, shape: readonly number[]): string {
    this.#inputs.push({ name, shape });
    return name;
  }

  /** Declares the value `name`, which a node makes, to be a float32 output of the graph. */
  output(name: string, shape: readonly number[]): void {
    this.#outputs.push({ name, shape });
  }

  /** Adds a constant. Its numbers are kept, not copied. */
  constant(name: string, tensor: Tensor): string {
    this.#constants.set(name, tensor);
    return name;
  }

  /** Adds a vector of whole numbers: a shape, sizes or extents. */
  integers(name: string, values: readonly number[]): string {
    return this.constant(name, {
      type: 'I64',
      shape: [values.length],
      data: BigInt64Array.from(values, BigInt),
    });
  }

  /** Adds a node with one result. */
  node(operator: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const output = options.output ?? `${operator}_${this.#nodes.length}`;
    this.#nodes.push({ operator, inputs, outputs: [output], attributes: options.attributes ?? {} });
    return output;
  }

  /** Splits a `[1 × n]` value into consecutive parts that become outputs of the graph. */
  splitIntoOutputs(value: string, parts: Readonly<Record<string, number>>): void {
    const names = Object.keys(parts);
    const sizes = this.integers('output_sizes', Object.values(parts));
    this.#nodes.push({
      operator: 'Split',
      inputs: [value, sizes],
      outputs: names,
      attributes: { axis: { int: 1 } },
    });
    for (const [name, length] of Object.entries(parts)) {
      this.output(name, [1, length]);
    }
  }

  /** The finished graph. */
  build(): OnnxGraph {
    return {
      name: this.#name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.#nodes,
      constants: this.#constants,
    };
  }
}
