import type { Tensor } from '../../../shared/core/tensor/tensor.ts';
import type { ActivationRange } from './activation-ranges.ts';
import type { OnnxGraph, OnnxNode } from './onnx-graph.ts';
import { type ActivationQuanta, activationQuanta, quantizeBias, quantizeWeight } from './quantize-tensor.ts';

/** Operators that have a fast integer form when what they take is rounded. */
const FOLLOWING = new Set(['Relu', 'Add', 'MaxPool', 'GlobalAveragePool']);

/**
 * The values of a graph that are rounded to 8 bits, in order: the pictures it takes, what convolutions take and
 * make, and what follows from those. Linear layers, and the last convolution when the outputs come from it, stay
 * float32: they cost little, and outputs would be rounded.
 */
export function valuesToQuantize(graph: OnnxGraph): readonly string[] {
  const exact = exactValues(graph);
  const rounded = new Set(graph.inputs.filter(({ shape }) => shape.length === 4).map(({ name }) => name));
  for (const { operator, inputs, outputs } of graph.nodes) {
    const [result = ''] = outputs;
    const follows = FOLLOWING.has(operator) && rounded.has(inputs[0] ?? '');
    if (!exact.has(result) && (operator === 'Conv' || operator === 'Resize' || follows)) {
      rounded.add(result);
    }
  }
  return [...rounded];
}

/** Results of the last layers with weights before the outputs, and of everything after them. */
function exactValues(graph: OnnxGraph): ReadonlySet<string> {
  const exact = new Set(graph.outputs.map(({ name }) => name));
  for (const { operator, inputs, outputs } of graph.nodes.toReversed()) {
    if (outputs.some((output) => exact.has(output)) && operator !== 'Conv' && operator !== 'Gemm') {
      for (const input of inputs) {
        exact.add(input);
      }
    }
  }
  return exact;
}

/**
 * The graph with 8-bit integers inside (QuantizeLinear and DequantizeLinear around every operation, which
 * onnxruntime turns into integer kernels): int8 weights with one scale per output, uint8 activations with the
 * ranges given for `valuesToQuantize`. Inputs and outputs stay float32.
 */
export function quantizeGraph(graph: OnnxGraph, ranges: ReadonlyMap<string, ActivationRange>): OnnxGraph {
  return new GraphQuantizer(graph, ranges).quantize();
}

class GraphQuantizer {
  readonly #graph: OnnxGraph;
  readonly #ranges: ReadonlyMap<string, ActivationRange>;
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, Tensor>();
  /** Grid and dequantised name of each quantised value. */
  readonly #grids = new Map<string, { readonly quanta: ActivationQuanta; readonly value: string }>();

  constructor(graph: OnnxGraph, ranges: ReadonlyMap<string, ActivationRange>) {
    this.#graph = graph;
    this.#ranges = ranges;
  }

  quantize(): OnnxGraph {
    for (const { name } of this.#graph.inputs) {
      this.#round(name, name);
    }
    const reluResults = this.#absorbedRelus();
    for (const node of this.#graph.nodes) {
      const [input = ''] = node.inputs;
      const [result = ''] = node.outputs;
      if (node.operator === 'Relu' && reluResults.has(input)) {
        continue;
      }
      this.#nodes.push({ ...node, inputs: this.#inputsOf(node) });
      const sameGrid = node.operator === 'MaxPool' ? this.#grids.get(input)?.quanta : undefined;
      // Numbers below zero fall off the grid of a Relu's result: rounding to it is the Relu.
      this.#round(result, reluResults.get(result) ?? result, sameGrid);
    }
    return { ...this.#graph, nodes: this.#nodes, constants: this.#constants };
  }

  /** Relus that vanish: the value each takes, which nothing else uses, and the rounded value it makes. */
  #absorbedRelus(): ReadonlyMap<string, string> {
    const uses = new Map<string, number>();
    for (const input of this.#graph.nodes.flatMap(({ inputs }) => inputs)) {
      uses.set(input, (uses.get(input) ?? 0) + 1);
    }
    const relus = new Map<string, string>();
    for (const { operator, inputs, outputs } of this.#graph.nodes) {
      const [input = ''] = inputs;
      const [result = ''] = outputs;
      if (operator === 'Relu' && uses.get(input) === 1 && this.#ranges.has(result)) {
        relus.set(input, result);
      }
    }
    return relus;
  }

  #inputsOf(node: OnnxNode): readonly string[] {
    const data = this.#grids.get(node.inputs[0] ?? '');
    if (node.operator === 'Conv' && data !== undefined && this.#ranges.has(node.outputs[0] ?? '')) {
      const [, weight = '', bias = ''] = node.inputs;
      return [data.value, ...this.#quantizedWeights(weight, bias, data.quanta.scale)];
    }
    return node.inputs.map((input) => this.#grids.get(input)?.value ?? this.#keepConstant(input));
  }

  #keepConstant(name: string): string {
    const tensor = this.#graph.constants.get(name);
    if (tensor !== undefined) {
      this.#constants.set(name, tensor);
    }
    return name;
  }

  #quantizedWeights(weightName: string, biasName: string, inputScale: number): readonly string[] {
    const weight = this.#graph.constants.get(weightName);
    const bias = this.#graph.constants.get(biasName);
    if (weight?.type !== 'F32' || bias?.type !== 'F32') {
      throw new Error(`${weightName} and ${biasName} are not float32 constants`);
    }
    const { weight: quanta, scales } = quantizeWeight(weight.shape, weight.data);
    const biasScales = scales.map((scale) => scale * inputScale);
    return [
      this.#dequantizedConstant(weightName, quanta, scales),
      this.#dequantizedConstant(biasName, quantizeBias(bias.data, biasScales), biasScales),
    ];
  }

  #dequantizedConstant(name: string, quanta: Tensor, scales: Float32Array): string {
    this.#constants.set(`${name}:quanta`, quanta);
    this.#constants.set(`${name}:scale`, { type: 'F32', shape: [scales.length], data: scales });
    const value = `${name}:dequantized`;
    this.#nodes.push({
      operator: 'DequantizeLinear',
      inputs: [`${name}:quanta`, `${name}:scale`],
      outputs: [value],
      attributes: { axis: { int: 0 } },
    });
    return value;
  }

  /**
   * Rounds `value` to the grid of `ranged`'s range, or the given one, and lets it be used as `ranged` from then
   * on. Does nothing for values that stay float32.
   */
  #round(value: string, ranged: string, sameGrid?: ActivationQuanta): void {
    const range = this.#ranges.get(ranged);
    if (range === undefined) {
      return;
    }
    const quanta = sameGrid ?? activationQuanta(range);
    const scale = `${ranged}:scale`;
    const zeroPoint = `${ranged}:zero_point`;
    this.#constants.set(scale, { type: 'F32', shape: [], data: Float32Array.of(quanta.scale) });
    this.#constants.set(zeroPoint, { type: 'U8', shape: [], data: Uint8Array.of(quanta.zeroPoint) });
    const rounded = `${ranged}:quanta`;
    const dequantized = `${ranged}:dequantized`;
    const grid = (operator: string, input: string, output: string): OnnxNode => ({
      operator,
      inputs: [input, scale, zeroPoint],
      outputs: [output],
      attributes: {},
    });
    this.#nodes.push(grid('QuantizeLinear', value, rounded), grid('DequantizeLinear', rounded, dequantized));
    this.#grids.set(ranged, { quanta, value: dequantized });
  }
}
