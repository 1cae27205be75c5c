import { GraphBuilder } from '../onnx/graph-builder.ts';
import type { OnnxGraph } from '../onnx/onnx-graph.ts';
import type { WeightSource } from './deca-state-table.ts';
import { DECODER_ENDS, DECODER_INPUT_LENGTH, DECODER_STAGES, DECODER_START } from './deca-state-table.ts';
import { FoldedLayers, type LayerNumbers } from './folded-layers.ts';

/** The decoder's input in its order, part by part (DECA's decode). */
export const DECODER_INPUT_LENGTHS = { jaw: 3, expression: 50, detail: 128 } as const;

/** Epsilon of the first BatchNorm: PyTorch's default. */
const FIRST_BATCH_NORM_EPSILON = 1e-5;

/**
 * Epsilon of every other BatchNorm. DECA passes 0.8 as the second argument, where it means epsilon and not
 * the momentum that was perhaps intended; the released weights were trained with it.
 */
const STAGE_BATCH_NORM_EPSILON = 0.8;

const LEAKY_SLOPE = 0.2;

/** Largest displacement, metres: the map is tanh times this (DECA's max_z). */
const LARGEST_DISPLACEMENT = 0.01;

/** Side of the block of texels the last convolution computes at once. */
const BLOCK = 4;

const CONVOLUTION_3X3 = { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] } } as const;

/**
 * The detail decoder D_detail: `jaw` Float32 [1 × 3] (axis-angle radians), `expression` [1 × 50] and `detail`
 * [1 × 128] to `displacement` [1 × 1 × 256 × 256] along the surface normal, metres, within ±0.01.
 *
 * @throws AppError `import/malformed` for weights that are misshapen or not finite.
 */
export async function buildDetailDecoder(source: WeightSource): Promise<OnnxGraph> {
  const builder = new GraphBuilder('D_detail');
  const layers = new FoldedLayers(source, 'D_detail', builder);
  const parts = Object.entries(DECODER_INPUT_LENGTHS).map(([name, length]) =>
    builder.input(name, [1, length]),
  );
  const latent = builder.node('Concat', parts, { attributes: { axis: { int: 1 } } });
  const { channels, side } = DECODER_START;
  const start = await layers.add({
    name: 'l1.0',
    shape: [channels * side * side, DECODER_INPUT_LENGTH],
    hasBias: true,
    batchNorm: { name: DECODER_ENDS.batchNorm, epsilon: FIRST_BATCH_NORM_EPSILON },
  });
  const flat = builder.node('Gemm', [latent, ...start], { attributes: { transB: { int: 1 } } });
  let map = builder.node('Reshape', [flat, builder.integers('start_shape', [1, channels, side, side])]);
  let mapChannels: number = channels;
  let mapSide: number = side;
  for (const stage of DECODER_STAGES) {
    mapSide *= 2;
    const sizes = builder.integers(`sizes_${mapSide}`, [1, mapChannels, mapSide, mapSide]);
    const resized = builder.node('Resize', [map, '', '', sizes], {
      attributes: {
        mode: { string: 'linear' },
        coordinate_transformation_mode: { string: 'half_pixel' },
      },
    });
    const weights = await layers.add({
      name: stage.convolution,
      shape: [stage.channels, mapChannels, 3, 3],
      hasBias: true,
      batchNorm: { name: stage.batchNorm, epsilon: STAGE_BATCH_NORM_EPSILON },
    });
    const convolved = builder.node('Conv', [resized, ...weights], { attributes: CONVOLUTION_3X3 });
    map = builder.node('LeakyRelu', [convolved], { attributes: { alpha: { float: LEAKY_SLOPE } } });
    mapChannels = stage.channels;
  }
  const last = await layers.load({
    name: DECODER_ENDS.convolution,
    shape: [1, mapChannels, 3, 3],
    hasBias: true,
  });
  const relief = builder.node('Tanh', [blockConvolution(builder, map, mapChannels, last)]);
  const metres = builder.constant('largest_displacement', {
    type: 'F32',
    shape: [],
    data: Float32Array.of(LARGEST_DISPLACEMENT),
  });
  const blocks = builder.node('Mul', [relief, metres]);
  const displacement = builder.node('DepthToSpace', [blocks], {
    output: 'displacement',
    attributes: { blocksize: { int: BLOCK } },
  });
  builder.output(displacement, [1, 1, mapSide, mapSide]);
  return builder.build();
}

/**
 * A 3×3 convolution to a single channel, computed for 4 × 4 neighbouring texels at once: sixteen channels, each
 * the kernel at its place in a 6×6 window, with stride 4. Exactly the same sums; processors work on eight or
 * sixteen channels at a time and would leave all but one idle.
 *
 * Returns the value `[1 × 16 × side/4 × side/4]`, channels row-major within a block.
 */
function blockConvolution(
  builder: GraphBuilder,
  map: string,
  channels: number,
  { weight, bias }: LayerNumbers,
): string {
  const window = BLOCK + 2;
  const texels = BLOCK * BLOCK;
  const blockWeight = new Float32Array(texels * channels * window * window);
  for (let texel = 0; texel < texels; texel++) {
    const top = Math.floor(texel / BLOCK);
    const left = texel % BLOCK;
    for (let channel = 0; channel < channels; channel++) {
      for (let row = 0; row < 3; row++) {
        const from = (channel * 3 + row) * 3;
        const to = ((texel * channels + channel) * window + top + row) * window + left;
        blockWeight.set(weight.subarray(from, from + 3), to);
      }
    }
  }
  const constants = [
    builder.constant('last.weight', {
      type: 'F32',
      shape: [texels, channels, window, window],
      data: blockWeight,
    }),
    builder.constant('last.bias', {
      type: 'F32',
      shape: [texels],
      data: new Float32Array(texels).fill(bias[0] ?? 0),
    }),
  ];
  return builder.node('Conv', [map, ...constants], {
    attributes: {
      kernel_shape: { ints: [window, window] },
      strides: { ints: [BLOCK, BLOCK] },
      pads: { ints: [1, 1, 1, 1] },
    },
  });
}
