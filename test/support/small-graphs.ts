import { GraphBuilder } from '../../src/main/import/onnx/graph-builder.ts';
import type { OnnxGraph } from '../../src/main/import/onnx/onnx-graph.ts';
import { formulaValues } from './deca-formula.ts';

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

/** `result` [1 × 2 × 4 × 4] from a `picture` [1 × 3 × 8 × 8]: two rounds of convolution, Relu and a shortcut. */
export function convolutionGraph(): OnnxGraph {
  const builder = new GraphBuilder('convolutions');
  const convolve = (value: string, name: string, outputs: number, inputs: number, stride: number) => {
    const shape = [outputs, inputs, 3, 3];
    const weight = { type: 'F32', shape, data: formulaValues(name, outputs * inputs * 9, 0.4) } as const;
    const bias = {
      type: 'F32',
      shape: [outputs],
      data: formulaValues(`${name}.bias`, outputs, 0.1),
    } as const;
    const constants = [builder.constant(`${name}.weight`, weight), builder.constant(`${name}.bias`, bias)];
    return builder.node('Conv', [value, ...constants], {
      attributes: {
        kernel_shape: { ints: [3, 3] },
        strides: { ints: [stride, stride] },
        pads: { ints: [1, 1, 1, 1] },
      },
    });
  };
  const picture = builder.input('picture', [1, 3, 8, 8]);
  const first = builder.node('Relu', [convolve(picture, 'first', 4, 3, 1)]);
  const second = convolve(first, 'second', 4, 4, 1);
  const sum = builder.node('Relu', [builder.node('Add', [second, first])]);
  const relief = builder.node('LeakyRelu', [sum], { attributes: { alpha: { float: 0.25 } } });
  const last = convolve(relief, 'last', 2, 4, 2);
  builder.output(builder.node('Tanh', [last], { output: 'result' }), [1, 2, 4, 4]);
  return builder.build();
}
