import { AppError } from '../../../shared/contract/app-error.ts';
import { elementCount } from '../../../shared/core/tensor/tensor.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { WeightSource } from './deca-state-table.ts';

/** A BatchNorm layer's place in the checkpoint and its epsilon, which the checkpoint does not hold. */
export interface BatchNormLayer {
  readonly name: string;
  readonly epsilon: number;
}

/** A convolution or a linear layer: where its numbers are, and the BatchNorm that follows it, if any. */
export interface WeightedLayer {
  readonly name: string;
  /** Shape of its weight: `[output, input, height, width]` or `[output, input]`. */
  readonly shape: readonly number[];
  readonly hasBias: boolean;
  readonly batchNorm?: BatchNormLayer;
}

/** What a layer multiplies by and adds. */
export interface LayerNumbers {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Loads the weights of one network and lays them into a graph, with every BatchNorm folded into the layer
 * before it: in evaluation it is a fixed scale and offset per channel,
 * `y = (x − mean) · γ / √(variance + ε) + β` (Ioffe & Szegedy 2015, algorithm 2).
 */
export class FoldedLayers {
  readonly #source: WeightSource;
  readonly #network: string;
  readonly #builder: GraphBuilder;

  constructor(source: WeightSource, network: string, builder: GraphBuilder) {
    this.#source = source;
    this.#network = network;
    this.#builder = builder;
  }

  /**
   * Adds a layer's folded weight and bias as constants of the graph; returns their names, in that order.
   *
   * @throws AppError as `load`.
   */
  async add(layer: WeightedLayer): Promise<readonly [weight: string, bias: string]> {
    const { weight, bias } = await this.load(layer);
    return [
      this.#builder.constant(`${layer.name}.weight`, { type: 'F32', shape: layer.shape, data: weight }),
      this.#builder.constant(`${layer.name}.bias`, { type: 'F32', shape: [bias.length], data: bias }),
    ];
  }

  /**
   * A layer's folded weight and bias, row-major.
   *
   * @throws AppError `import/malformed` for a tensor of another shape, or numbers that are not finite.
   */
  async load(layer: WeightedLayer): Promise<LayerNumbers> {
    const outputs = layer.shape[0] ?? 0;
    const weight = await this.#tensor(`${layer.name}.weight`, layer.shape);
    const bias = layer.hasBias
      ? await this.#tensor(`${layer.name}.bias`, [outputs])
      : new Float32Array(outputs);
    return layer.batchNorm === undefined ? { weight, bias } : this.#fold(weight, bias, layer.batchNorm);
  }

  /**
   * `weight` and `bias` behind a BatchNorm, as new arrays. A layer with more outputs than the BatchNorm has
   * channels is read as channel-major maps (a linear layer reshaped to `channels × height × width`).
   */
  async #fold(weight: Float32Array, bias: Float32Array, norm: BatchNormLayer): Promise<LayerNumbers> {
    const gamma = await this.#tensor(`${norm.name}.weight`, undefined);
    const channels = gamma.length;
    const beta = await this.#tensor(`${norm.name}.bias`, [channels]);
    const mean = await this.#tensor(`${norm.name}.running_mean`, [channels]);
    const variance = await this.#tensor(`${norm.name}.running_var`, [channels]);
    const rowLength = weight.length / bias.length;
    const rowsPerChannel = bias.length / channels;
    const foldedWeight = new Float32Array(weight.length);
    const foldedBias = new Float32Array(bias.length);
    for (let row = 0; row < bias.length; row++) {
      const channel = Math.floor(row / rowsPerChannel);
      const scale = (gamma[channel] ?? 0) / Math.sqrt((variance[channel] ?? 0) + norm.epsilon);
      if (!Number.isFinite(scale)) {
        throw this.#refused(`${norm.name}.running_var`, `holds ${variance[channel]}, not a variance`);
      }
      for (let i = row * rowLength; i < (row + 1) * rowLength; i++) {
        foldedWeight[i] = (weight[i] ?? 0) * scale;
      }
      foldedBias[row] = ((bias[row] ?? 0) - (mean[channel] ?? 0)) * scale + (beta[channel] ?? 0);
    }
    return { weight: foldedWeight, bias: foldedBias };
  }

  /** Float32Array of a tensor, all numbers finite; of any length when `shape` is undefined. */
  async #tensor(name: string, shape: readonly number[] | undefined): Promise<Float32Array> {
    const tensor = await this.#source.load(`${this.#network}.${name}`);
    const count = shape === undefined ? tensor.data.length : elementCount(shape);
    if (tensor.type !== 'F32' || tensor.data.length !== count) {
      const found = `${tensor.type} [${tensor.shape.join(', ')}]`;
      throw this.#refused(name, `holds ${found}, not F32 [${shape?.join(', ') ?? 'channels'}]`);
    }
    const broken = tensor.data.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0) {
      throw this.#refused(name, `holds ${tensor.data[broken]} at index ${broken}, not a number`);
    }
    return tensor.data;
  }

  #refused(name: string, problem: string): AppError {
    const tensor = `${this.#network}.${name}`;
    return new AppError(
      'import/malformed',
      `The checkpoint cannot be used: ${tensor} ${problem}. Download the file again and compare its size.`,
      { details: { tensor } },
    );
  }
}
