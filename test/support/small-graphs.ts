import { GraphBuilder } from '../../src/main/import/onnx/graph-builder.ts';
import type { OnnxGraph } from '../../src/main/import/onnx/onnx-graph.ts';

/** `result` = `values` [1 × 4] times `factor`. */
export function scalingGraph(factor: number): OnnxGraph {
  const builder = new GraphBuilder('scaling');
  const values = builder.input('values', [1, 4]);
  const constant = builder.constant('factor', { type: 'F32', shape: [], data: Float32Array.of(factor) });
  builder.output(builder.node('Mul', [values, constant], { output: 'result' }), [1, 4]);
  return builder.build();
}

/** `result` [1 × 4] = `values`, after minutes of matrix products: a run that never ends by itself in a test. */
export function endlessGraph(): OnnxGraph {
  const side = 2048;
  const builder = new GraphBuilder('endless');
  const values = builder.input('values', [1, 4]);
  const first = builder.node('ReduceSum', [values], { attributes: { keepdims: { int: 1 } } });
  const zeros = builder.constant('zeros', {
    type: 'F32',
    shape: [side, side],
    data: new Float32Array(side * side),
  });
  let matrix = builder.node('Add', [zeros, first]);
  for (let i = 0; i < 1000; i++) {
    matrix = builder.node('MatMul', [matrix, zeros]);
  }
  const nothing = builder.node('ReduceMax', [matrix], { attributes: { keepdims: { int: 0 } } });
  builder.output(builder.node('Add', [values, nothing], { output: 'result' }), [1, 4]);
  return builder.build();
}
