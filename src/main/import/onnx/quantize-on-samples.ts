import type { FloatValues } from '../../inference/inference-contract.ts';
import { collectRanges, instrumentGraph } from './activation-ranges.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { quantizeGraph, valuesToQuantize } from './quantize-graph.ts';

/** Runs a graph on several samples, one after the other. */
export type RunGraph = (graph: OnnxGraph, samples: readonly FloatValues[]) => Promise<readonly FloatValues[]>;

/** Inputs of a graph, as they come when it is used: the face crops of an enrolment, or the codes made from them. */
export interface QuantizationSamples {
  /** The ranges of what is computed are taken from these. At least one. */
  readonly calibration: readonly FloatValues[];
  /** The deviation is measured on these, which calibration has not seen. At least one. */
  readonly verification: readonly FloatValues[];
}

/** How far an output of the 8-bit graph lies from the float32 one, over all verification samples. */
export interface OutputDeviation {
  /** Root mean square of the differences, in the output's unit. */
  readonly rms: number;
  /** Largest difference, in the output's unit. */
  readonly largest: number;
  /** `rms` over the root mean square of the output itself. */
  readonly relative: number;
}

export interface QuantizedGraph {
  readonly graph: OnnxGraph;
  readonly deviations: ReadonlyMap<string, OutputDeviation>;
}

/**
 * Derives an 8-bit graph from a float32 one and measures what that costs in accuracy on this machine. Whether
 * it is good enough to be used is for the caller to decide, by the deviations.
 */
export async function quantizeOnSamples(
  graph: OnnxGraph,
  { calibration, verification }: QuantizationSamples,
  run: RunGraph,
): Promise<QuantizedGraph> {
  const values = valuesToQuantize(graph);
  const ranges = collectRanges(values, await run(instrumentGraph(graph, values), calibration));
  const quantized = quantizeGraph(graph, ranges);
  const expected = await run(graph, verification);
  const actual = await run(quantized, verification);
  return {
    graph: quantized,
    deviations: new Map(graph.outputs.map(({ name }) => [name, deviationOf(name, expected, actual)])),
  };
}

function deviationOf(
  name: string,
  expected: readonly FloatValues[],
  actual: readonly FloatValues[],
): OutputDeviation {
  let count = 0;
  let differences = 0;
  let squares = 0;
  let largest = 0;
  expected.forEach((run, sample) => {
    run[name]?.forEach((value, i) => {
      const difference = Math.abs(value - (actual[sample]?.[name]?.[i] ?? Number.NaN));
      count += 1;
      differences += difference ** 2;
      squares += value ** 2;
      largest = Math.max(largest, difference);
    });
  });
  // An output that is always zero has no size to compare with; a finite number can be recorded.
  const relative = Math.sqrt(differences / Math.max(squares, Number.EPSILON));
  return { rms: Math.sqrt(differences / count), largest, relative };
}
