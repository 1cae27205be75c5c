import { COARSE_PARAMETER_LENGTHS } from '../../../shared/core/detail/face-parameters.ts';
import { FACE_CROP_SIZE } from '../../../shared/core/tracking/face-crop.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import type { OnnxGraph } from '../onnx/onnx-graph.ts';
import type { WeightSource } from './deca-state-table.ts';
import { BOTTLENECK_EXPANSION, ENCODER_OUTPUT_LENGTH, RESNET50_STAGES } from './deca-state-table.ts';
import { FoldedLayers } from './folded-layers.ts';

/** PyTorch's default, which DECA's encoders keep. */
const BATCH_NORM_EPSILON = 1e-5;

/** Width of the hidden layer between the averaged features (2048) and the code. */
const HIDDEN_WIDTH = 1024;

interface Convolution {
  readonly name: string;
  readonly batchNorm: string;
  /** `[output channels, input channels, kernel, kernel]`. */
  readonly shape: readonly [number, number, number, number];
  readonly stride: number;
}

/** Writes one ResNet-50 encoder (He et al. 2016; the stride sits on the 3×3 convolution of a block). */
class EncoderWriter {
  readonly builder: GraphBuilder;
  readonly #layers: FoldedLayers;

  constructor(network: 'E_flame' | 'E_detail', source: WeightSource) {
    this.builder = new GraphBuilder(network);
    this.#layers = new FoldedLayers(source, network, this.builder);
  }

  /** From the crop to 2048 features, averaged over the picture. */
  async features(): Promise<string> {
    const crop = this.builder.input('crop', [1, 3, FACE_CROP_SIZE, FACE_CROP_SIZE]);
    const stem = await this.#convolution(crop, {
      name: 'encoder.conv1',
      batchNorm: 'encoder.bn1',
      shape: [64, 3, 7, 7],
      stride: 2,
    });
    let value = this.builder.node('MaxPool', [this.builder.node('Relu', [stem])], {
      attributes: {
        kernel_shape: { ints: [3, 3] },
        strides: { ints: [2, 2] },
        pads: { ints: [1, 1, 1, 1] },
      },
    });
    let channels = 64;
    for (const stage of RESNET50_STAGES) {
      for (let block = 0; block < stage.blocks; block++) {
        const name = `encoder.${stage.name}.${block}`;
        value = await this.#bottleneck(value, name, channels, stage.width, block === 0 ? stage.stride : 1);
        channels = stage.width * BOTTLENECK_EXPANSION;
      }
    }
    const average = this.builder.node('GlobalAveragePool', [value]);
    return this.builder.node('Flatten', [average], { attributes: { axis: { int: 1 } } });
  }

  async linear(
    value: string,
    name: string,
    inputs: number,
    outputs: number,
    output?: string,
  ): Promise<string> {
    const constants = await this.#layers.add({ name, shape: [outputs, inputs], hasBias: true });
    const attributes = { transB: { int: 1 } };
    return this.builder.node(
      'Gemm',
      [value, ...constants],
      output === undefined ? { attributes } : { attributes, output },
    );
  }

  async #bottleneck(
    input: string,
    name: string,
    inputs: number,
    width: number,
    stride: number,
  ): Promise<string> {
    const outputs = width * BOTTLENECK_EXPANSION;
    const layer = (place: number, shape: Convolution['shape'], layerStride: number): Convolution => ({
      name: `${name}.conv${place}`,
      batchNorm: `${name}.bn${place}`,
      shape,
      stride: layerStride,
    });
    const narrow = await this.#convolution(input, layer(1, [width, inputs, 1, 1], 1));
    const spatial = await this.#convolution(
      this.builder.node('Relu', [narrow]),
      layer(2, [width, width, 3, 3], stride),
    );
    const wide = await this.#convolution(
      this.builder.node('Relu', [spatial]),
      layer(3, [outputs, width, 1, 1], 1),
    );
    const shortcut =
      inputs === outputs
        ? input
        : await this.#convolution(input, {
            name: `${name}.downsample.0`,
            batchNorm: `${name}.downsample.1`,
            shape: [outputs, inputs, 1, 1],
            stride,
          });
    return this.builder.node('Relu', [this.builder.node('Add', [wide, shortcut])]);
  }

  async #convolution(input: string, { name, batchNorm, shape, stride }: Convolution): Promise<string> {
    const constants = await this.#layers.add({
      name,
      shape,
      hasBias: false,
      batchNorm: { name: batchNorm, epsilon: BATCH_NORM_EPSILON },
    });
    const kernel = shape[3];
    const pad = (kernel - 1) / 2;
    return this.builder.node('Conv', [input, ...constants], {
      attributes: {
        kernel_shape: { ints: [kernel, kernel] },
        strides: { ints: [stride, stride] },
        pads: { ints: [pad, pad, pad, pad] },
      },
    });
  }
}

/**
 * The coarse encoder E_flame: `crop` Float32 [1 × 3 × 224 × 224] (RGB, 0..1) to `shape` [1 × 100],
 * `texture` [1 × 50], `expression` [1 × 50], `pose` [1 × 6] (head then jaw, axis-angle radians), `camera`
 * [1 × 3] and `light` [1 × 27]; coefficients in standard deviations.
 *
 * @throws AppError `import/malformed` for weights that are misshapen or not finite.
 */
export async function buildFlameEncoder(source: WeightSource): Promise<OnnxGraph> {
  const writer = new EncoderWriter('E_flame', source);
  const code = await writeHead(writer, ENCODER_OUTPUT_LENGTH.E_flame);
  writer.builder.splitIntoOutputs(code, COARSE_PARAMETER_LENGTHS);
  return writer.builder.build();
}

/**
 * The detail encoder E_detail: `crop` as for E_flame to the identity's detail code, `detail` [1 × 128].
 *
 * @throws AppError `import/malformed` for weights that are misshapen or not finite.
 */
export async function buildDetailEncoder(source: WeightSource): Promise<OnnxGraph> {
  const writer = new EncoderWriter('E_detail', source);
  const code = await writeHead(writer, ENCODER_OUTPUT_LENGTH.E_detail, 'detail');
  writer.builder.output(code, [1, ENCODER_OUTPUT_LENGTH.E_detail]);
  return writer.builder.build();
}

async function writeHead(writer: EncoderWriter, length: number, output?: string): Promise<string> {
  const hidden = await writer.linear(await writer.features(), 'layers.0', 2048, HIDDEN_WIDTH);
  return writer.linear(writer.builder.node('Relu', [hidden]), 'layers.2', HIDDEN_WIDTH, length, output);
}
