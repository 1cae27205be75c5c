import type { FloatValues } from '../../inference/inference-contract.ts';
import type { OnnxGraph, OnnxNode, OnnxPort } from './onnx-graph.ts';

/** Smallest and largest number a value held over all samples. */
export interface ActivationRange {
  readonly minimum: number;
  readonly maximum: number;
}

function minimumOf(value: string): string {
  return `${value}:minimum`;
}

function maximumOf(value: string): string {
  return `${value}:maximum`;
}

/** The graph with the smallest and largest number of each of `values` as its outputs. */
export function instrumentGraph(graph: OnnxGraph, values: readonly string[]): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const outputs: OnnxPort[] = [];
  for (const value of values) {
    for (const [operator, name] of [
      ['ReduceMin', minimumOf(value)],
      ['ReduceMax', maximumOf(value)],
    ] as const) {
      nodes.push({ operator, inputs: [value], outputs: [name], attributes: { keepdims: { int: 0 } } });
      outputs.push({ name, shape: [] });
    }
  }
  return { ...graph, nodes: [...graph.nodes, ...nodes], outputs };
}

/** Ranges over all runs of an instrumented graph, by value. */
export function collectRanges(
  values: readonly string[],
  runs: readonly FloatValues[],
): ReadonlyMap<string, ActivationRange> {
  return new Map(
    values.map((value) => {
      const minima = runs.map((run) => run[minimumOf(value)]?.[0] ?? 0);
      const maxima = runs.map((run) => run[maximumOf(value)]?.[0] ?? 0);
      return [value, { minimum: Math.min(...minima), maximum: Math.max(...maxima) }];
    }),
  );
}
