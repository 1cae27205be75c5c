import { AppError } from '../../../shared/contract/app-error.ts';
import type { SeenRelief } from '../../../shared/core/detail/basis/basis-wrinkles.ts';
import {
  COARSE_PARAMETER_LENGTHS,
  DETAIL_CODE_LENGTH,
  type FaceParameters,
  jawRotationOf,
} from '../../../shared/core/detail/face-parameters.ts';
import type { ReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import type { ExecutionProvider, FloatValues, ModelSpec } from '../../inference/inference-contract.ts';
import type { InferenceRunner } from '../../inference/worker-host.ts';
import type { PackedFile, PackGraph } from '../packs/face-pack-manifest.ts';
import { type FacePack, packedFilePath } from '../packs/face-packs.ts';

/** What stands for 1 in a relief observation. */
const LARGEST_SHADING = 127;
const LARGEST_WEIGHT = 255;

/** What the coarse encoder reads from a crop. */
export type CoarseParameters = Omit<FaceParameters, 'detail'>;

/**
 * The networks of one face pack, run in the inference process: in float32, or those of `withEightBitGraphs(pack)` where
 * speed matters more than the last digit. On the CPU, unless told otherwise: there the same picture gives the same
 * numbers on every machine.
 */
export class FaceNetworks {
  readonly #host: InferenceRunner;
  readonly #pack: FacePack;
  readonly #threads: number;
  readonly #provider: ExecutionProvider;

  constructor(host: InferenceRunner, pack: FacePack, threads: number, provider: ExecutionProvider = 'cpu') {
    this.#host = host;
    this.#pack = pack;
    this.#threads = threads;
    this.#provider = provider;
  }

  /**
   * Reads a face from its aligned crop, Float32Array [3 × 224 × 224] of red, green and blue planes, 0..1.
   * @throws AppError `inference/unavailable` for a pack that cannot, and what the inference process throws.
   */
  async encode(crop: Float32Array, signal: AbortSignal): Promise<FaceParameters> {
    const coarse = await this.encodeCoarse(crop, signal);
    return { ...coarse, detail: await this.encodeDetail(crop, signal) };
  }

  /** The part of {@link encode} that changes from frame to frame. @throws AppError as there */
  async encodeCoarse(crop: Float32Array, signal: AbortSignal): Promise<CoarseParameters> {
    const coarse = await this.#run('coarseEncoder', { crop }, signal);
    const part = (name: keyof typeof COARSE_PARAMETER_LENGTHS) =>
      this.#checked('coarseEncoder', name, coarse[name], COARSE_PARAMETER_LENGTHS[name]);
    return {
      shape: part('shape'),
      texture: part('texture'),
      expression: part('expression'),
      pose: part('pose'),
      camera: part('camera'),
      light: part('light'),
    };
  }

  /** The part of {@link encode} that is the person's, Float32Array [128]. @throws AppError as there */
  async encodeDetail(crop: Float32Array, signal: AbortSignal): Promise<Float32Array> {
    const { detail } = await this.#run('detailEncoder', { crop }, signal);
    return this.#checked('detailEncoder', 'detail', detail, DETAIL_CODE_LENGTH);
  }

  /**
   * The relief of a face in the UV square, metres along the normal, Float32Array [size × size].
   * @param size texels along a side of the face model's maps.
   * @throws AppError as {@link encode}.
   */
  async decode(parameters: DecoderParameters, size: number, signal: AbortSignal): Promise<Float32Array> {
    const { displacement } = await this.#run('detailDecoder', decoderInputs(parameters), signal);
    return this.#checked('detailDecoder', 'displacement', displacement, size * size);
  }

  /**
   * What folds a relief observation shows, for packs that read relief.
   * @throws AppError as {@link encode}.
   */
  async seeRelief({ shading, weight }: ReliefObservation, signal: AbortSignal): Promise<SeenRelief> {
    const texels = shading.length;
    const relief = new Float32Array(2 * texels);
    for (let texel = 0; texel < texels; texel++) {
      relief[texel] = (shading[texel] ?? 0) / LARGEST_SHADING;
      relief[texels + texel] = (weight[texel] ?? 0) / LARGEST_WEIGHT;
    }
    const { displacement, confidence } = await this.#run('detailEncoder', { relief }, signal);
    return {
      displacement: this.#checked('detailEncoder', 'displacement', displacement, texels),
      confidence: this.#checked('detailEncoder', 'confidence', confidence, texels),
    };
  }

  /** Frees a network's memory; it is loaded again when it is needed. Nothing happens for one that the pack has not. */
  async release(graph: PackGraph, signal: AbortSignal): Promise<void> {
    if (this.#pack.manifest.graphs[graph] !== undefined) {
      await this.#host.request('close', this.model(graph), { signal });
    }
  }

  async #run(graph: PackGraph, inputs: FloatValues, signal: AbortSignal): Promise<FloatValues> {
    const model = this.model(graph);
    return this.#host.request('run', { model, inputs }, { signal });
  }

  /** How a network is run. @throws AppError `inference/unavailable` */
  model(graph: PackGraph): ModelSpec {
    const path = packedFilePath(this.#pack, requireGraph(this.#pack, graph));
    return { path, provider: this.#provider, threads: this.#threads };
  }

  #checked(graph: PackGraph, name: string, values: Float32Array | undefined, length: number): Float32Array {
    if (values?.length !== length) {
      throw new AppError(
        'model/malformed',
        `${graph} of the face pack ${this.#pack.manifest.name} should give ${length} numbers as "${name}" ` +
          `and gives ${values?.length ?? 'none'}. Import or download the pack again.`,
        { details: { pack: this.#pack.manifest.name, graph, output: name } },
      );
    }
    return values;
  }
}

/** What of a face its relief depends on. */
export type DecoderParameters = Pick<FaceParameters, 'expression' | 'pose' | 'detail'>;

/** What the detail decoder takes to make the relief of a face. */
export function decoderInputs(parameters: DecoderParameters): FloatValues {
  const { expression, detail } = parameters;
  return { jaw: jawRotationOf(parameters), expression, detail };
}

/** @throws AppError `inference/unavailable` for a pack without that graph */
export function requireGraph({ manifest }: FacePack, graph: PackGraph): PackedFile {
  const packed = manifest.graphs[graph];
  if (packed === undefined) {
    const { name, title } = manifest;
    throw new AppError(
      'inference/unavailable',
      `The face pack ${name} (${title}) has no ${graph}, which this needs. Choose another with --pack.`,
      { details: { pack: name, graph } },
    );
  }
  return packed;
}
