import { mkdir } from 'node:fs/promises';
import { GraphBuilder } from '../../src/main/import/onnx/graph-builder.ts';
import type { OnnxGraph } from '../../src/main/import/onnx/onnx-graph.ts';
import { onnxModelChunks } from '../../src/main/import/onnx/onnx-writer.ts';
import { MANIFEST_VERSION, PACK_UNITS } from '../../src/main/services/packs/face-pack-manifest.ts';
import { type FacePack, findFacePack, packsFolder } from '../../src/main/services/packs/face-packs.ts';
import { PackBuilder } from '../../src/main/services/packs/pack-builder.ts';
import { FACE_AND_EYES, type FaceModel } from '../../src/shared/core/face/face-model.ts';
import { writeFaceModel } from '../../src/shared/core/face/face-model-file.ts';
import { WRINKLE_REGIONS } from '../../src/shared/core/face/wrinkle-regions.ts';
import { formulaValues } from './deca-formula.ts';
import { createTinyFaceModel } from './tiny-face-model.ts';

/** Texels along a side of the small decoder's relief. */
const RELIEF_SIDE = 8;

interface SmallPack {
  /** Size of the small decoder's relief, metres. */
  readonly relief: number;
  /**
   * One channel inside the coarse encoder is this large and never changes, so that the 256 steps that all channels
   * share are this coarse for the others. 0: none.
   */
  readonly loudChannel: number;
}

/** Installs a pack of tiny networks that take and give what DECA's do. */
export async function installSmallPack(
  dataFolder: string,
  { relief, loudChannel }: SmallPack,
): Promise<FacePack> {
  await mkdir(packsFolder(dataFolder), { recursive: true });
  await using builder = await PackBuilder.begin(packsFolder(dataFolder), 'small');
  const write = (file: string, graph: OnnxGraph) => builder.write(file, onnxModelChunks(graph));
  await builder.install({
    formatVersion: MANIFEST_VERSION,
    title: 'Tiny networks',
    version: '1',
    licence: 'For tests',
    faceModel: await builder.write('face-model.safetensors', [writeFaceModel(createMaskedModel())]),
    graphs: {
      coarseEncoder: {
        ...(await write(
          'coarse-encoder.onnx',
          encoder({ shape: 100, texture: 50, expression: 50, pose: 6, camera: 3, light: 27 }, loudChannel),
        )),
        input: 'aligned-crop',
      },
      detailEncoder: {
        ...(await write('detail-encoder.onnx', encoder({ detail: 128 }, 0))),
        input: 'aligned-crop',
      },
      detailDecoder: await write('detail-decoder.onnx', decoder(relief)),
    },
    expressionBasis: 'flame-50',
    units: PACK_UNITS,
    sources: [],
    selfTest: { outputs: {} },
  });
  return findFacePack(dataFolder, 'small');
}

/** The tiny model, with relief and wrinkles everywhere. */
function createMaskedModel(): FaceModel {
  const mask = { size: RELIEF_SIDE, values: new Uint8Array(RELIEF_SIDE * RELIEF_SIDE).fill(255) };
  const regionMasks = Object.fromEntries([FACE_AND_EYES, ...WRINKLE_REGIONS].map((name) => [name, mask]));
  return { ...createTinyFaceModel(), regionMasks, fixedDisplacement: undefined };
}

/** Two convolutions of the crop, their mean, and a linear layer. */
function encoder(lengths: Readonly<Record<string, number>>, loudChannel: number): OnnxGraph {
  const channels = 8;
  const builder = new GraphBuilder('encoder');
  const crop = builder.input('crop', [1, 3, 224, 224]);
  const coarse = convolve(builder, crop, {
    name: 'first',
    inputs: 3,
    outputs: channels,
    side: 16,
    loudChannel,
  });
  const fine = convolve(builder, coarse, {
    name: 'second',
    inputs: channels,
    outputs: channels,
    side: 2,
    loudChannel: 0,
    // Nothing comes of the loud channel but the coarse steps it forces on the others.
    deafTo: loudChannel === 0 ? undefined : 0,
  });
  const mean = builder.node('Flatten', [builder.node('GlobalAveragePool', [fine])]);
  const codes = Object.values(lengths).reduce((sum, length) => sum + length, 0);
  builder.splitIntoOutputs(linear(builder, mean, channels, codes), lengths);
  return builder.build();
}

/** A linear layer from the codes, and two convolutions. */
function decoder(relief: number): OnnxGraph {
  const builder = new GraphBuilder('decoder');
  const codes = builder.node(
    'Concat',
    [builder.input('jaw', [1, 3]), builder.input('expression', [1, 50]), builder.input('detail', [1, 128])],
    { attributes: { axis: { int: 1 } } },
  );
  const size = RELIEF_SIDE ** 2;
  const flat = linear(builder, codes, 181, 4 * size);
  const shape = builder.integers('shape', [1, 4, RELIEF_SIDE, RELIEF_SIDE]);
  const square = builder.node('Reshape', [flat, shape]);
  const bent = convolve(builder, square, { name: 'bent', inputs: 4, outputs: 4, side: 1, loudChannel: 0 });
  const last = convolve(builder, bent, { name: 'last', inputs: 4, outputs: 1, side: 1, loudChannel: 0 });
  const scale = builder.constant('scale', { type: 'F32', shape: [], data: Float32Array.of(relief) });
  const displacement = builder.node('Mul', [builder.node('Tanh', [last]), scale], { output: 'displacement' });
  builder.output(displacement, [1, 1, RELIEF_SIDE, RELIEF_SIDE]);
  return builder.build();
}

interface Convolution {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Pixels along the square it takes at a time. */
  readonly side: number;
  readonly loudChannel: number;
  /** An input that it ignores. */
  readonly deafTo?: number | undefined;
}

function convolve(
  builder: GraphBuilder,
  value: string,
  { name, inputs, outputs, side, loudChannel, deafTo }: Convolution,
): string {
  const area = side * side;
  const data = formulaValues(name, outputs * inputs * area, 1 / Math.sqrt(inputs * area));
  if (deafTo !== undefined) {
    for (let output = 0; output < outputs; output += 1) {
      data.fill(0, (output * inputs + deafTo) * area, (output * inputs + deafTo + 1) * area);
    }
  }
  const bias = formulaValues(`${name}.bias`, outputs, 0.1);
  bias[0] = (bias[0] ?? 0) + loudChannel;
  const weights = [
    builder.constant(`${name}.weight`, { type: 'F32', shape: [outputs, inputs, side, side], data }),
    builder.constant(`${name}.bias`, { type: 'F32', shape: [outputs], data: bias }),
  ];
  return builder.node('Conv', [value, ...weights], {
    attributes: { kernel_shape: { ints: [side, side] }, strides: { ints: [side, side] } },
  });
}

function linear(builder: GraphBuilder, value: string, inputs: number, outputs: number): string {
  const weights = [
    builder.constant('linear.weight', {
      type: 'F32',
      shape: [outputs, inputs],
      data: formulaValues('linear', outputs * inputs, 1),
    }),
    builder.constant('linear.bias', {
      type: 'F32',
      shape: [outputs],
      data: formulaValues('linear.bias', outputs, 1),
    }),
  ];
  return builder.node('Gemm', [value, ...weights], { attributes: { transB: { int: 1 } } });
}
