import { GraphBuilder } from '../../src/main/import/onnx/graph-builder.ts';
import type { OnnxGraph } from '../../src/main/import/onnx/onnx-graph.ts';
import table from '../../src/shared/core/detail/basis/wrinkle-activations.json' with { type: 'json' };
import { WRINKLE_ACTIVATION_COUNT } from '../../src/shared/core/detail/basis/wrinkle-activations.ts';
import { BASIS_MAP_COUNT } from '../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../../src/shared/core/detail/relief/relief-observation.ts';
import { EXPRESSION_COUNT, EXPRESSION_NAMES } from '../../src/shared/core/face/expression-names.ts';

/**
 * The open pack's detail decoder: evaluateWrinkleActivations and evaluateWrinkleBasis as a graph, for what runs packs by
 * their graphs. `detail` Float32 [1 × 17 · 256²] in metres, `expression` [1 × 52] and `jaw` [1 × 3] to `displacement`
 * [1 × 1 × 256 × 256], metres. The jaw is an input as of every detail decoder; what it folds is told by `jawOpen`.
 */
export function buildWrinkleDecoder(): OnnxGraph {
  const texels = RELIEF_SIZE * RELIEF_SIZE;
  const builder = new GraphBuilder('wrinkle_decoder');
  const number = (name: string, value: number) =>
    builder.constant(name, { type: 'F32', shape: [], data: Float32Array.of(value) });
  builder.input('jaw', [1, 3]);
  const expression = builder.input('expression', [1, EXPRESSION_COUNT]);
  const detail = builder.input('detail', [1, BASIS_MAP_COUNT * texels]);

  const sums = builder.node('MatMul', [expression, activationWeights(builder)]);
  const one = number('one', 1);
  const x = builder.node('Clip', [sums, number('zero', 0), one]);
  const left = builder.node('Sub', [one, x]);
  const bent = builder.node('Mul', [builder.node('Mul', [x, left]), number('saturation', table.saturation)]);
  const activations = builder.node('Add', [x, bent]);

  const rest = builder.constant('rest', { type: 'F32', shape: [1, 1], data: Float32Array.of(1) });
  const row = builder.node('Concat', [rest, activations], { attributes: { axis: { int: 1 } } });
  const maps = builder.node('Reshape', [detail, builder.integers('maps', [BASIS_MAP_COUNT, texels])]);
  const flat = builder.node('MatMul', [row, maps]);
  const square = builder.integers('square', [1, 1, RELIEF_SIZE, RELIEF_SIZE]);
  const displacement = builder.node('Reshape', [flat, square], { output: 'displacement' });
  builder.output(displacement, [1, 1, RELIEF_SIZE, RELIEF_SIZE]);
  return builder.build();
}

/** Float32 [52 × 16]: how much of each expression is in each activation. */
function activationWeights(builder: GraphBuilder): string {
  const data = new Float32Array(EXPRESSION_COUNT * WRINKLE_ACTIVATION_COUNT);
  const names: readonly string[] = EXPRESSION_NAMES;
  for (const [activation, { terms }] of table.activations.entries()) {
    for (const [name, weight] of Object.entries(terms)) {
      data[names.indexOf(name) * WRINKLE_ACTIVATION_COUNT + activation] = weight;
    }
  }
  const shape = [EXPRESSION_COUNT, WRINKLE_ACTIVATION_COUNT];
  return builder.constant('activation_weights', { type: 'F32', shape, data });
}
