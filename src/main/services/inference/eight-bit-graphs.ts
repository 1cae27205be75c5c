import { readFile } from 'node:fs/promises';
import { readOnnxModel } from '../../import/onnx/onnx-reader.ts';
import { onnxModelChunks } from '../../import/onnx/onnx-writer.ts';
import { type QuantizationSamples, quantizeOnSamples } from '../../import/onnx/quantize-on-samples.ts';
import { createGraphRunner } from '../../import/onnx/run-graph.ts';
import type { FloatValues } from '../../inference/inference-contract.ts';
import type { InferenceRunner } from '../../inference/worker-host.ts';
import { type FacePack, packedFilePath } from '../packs/face-packs.ts';
import { FolderBuilder } from '../packs/folder-builder.ts';
import { isTolerable } from './eight-bit-limits.ts';
import {
  EIGHT_BIT_FOLDER,
  EIGHT_BIT_RECORD,
  EIGHT_BIT_VERSION,
  type EightBitGraph,
  type EightBitRecord,
  graphHashes,
} from './eight-bit-record.ts';
import { decoderInputs, FaceNetworks, requireGraph } from './face-networks.ts';

/** Aligned crops of the user's face, each Float32Array [3 × 224 × 224] of red, green and blue planes, 0..1. */
export interface EightBitCrops {
  /** The graphs are made with these. At least one. */
  readonly calibration: readonly Float32Array[];
  /** They are judged by these, which they were not made with. At least one. */
  readonly verification: readonly Float32Array[];
}

/** Every second crop makes the graphs, the others judge them. @param crops two or more */
export function splitCrops(crops: readonly Float32Array[]): EightBitCrops {
  return {
    calibration: crops.filter((_, index) => index % 2 === 0),
    verification: crops.filter((_, index) => index % 2 === 1),
  };
}

/**
 * Makes 8-bit graphs of those that run in every frame, measures how far they deviate on the user's own face, keeps the
 * ones that stay within the limits, and records what became of each beside the pack. What was there before stays until
 * all of it is done.
 *
 * @param host an inference process of its own, of low priority: runs would hold up those of a live face, and models
 *   stay open in it.
 * @throws AppError `inference/unavailable` for a pack that cannot read pictures, `cancelled`, or what the inference
 *   process throws.
 */
export async function buildEightBitGraphs(
  host: InferenceRunner,
  pack: FacePack,
  crops: EightBitCrops,
  signal: AbortSignal,
): Promise<void> {
  const samples = await sampleGraphs(new FaceNetworks(host, pack, 1), crops, signal);
  await using builder = await FolderBuilder.begin(pack.folder, EIGHT_BIT_FOLDER);
  const quantize = async (graph: EightBitGraph): Promise<EightBitRecord['graphs'][EightBitGraph]> => {
    const source = requireGraph(pack, graph);
    const exact = readOnnxModel(await readFile(packedFilePath(pack, source)));
    const run = createGraphRunner(host, builder.folder, signal);
    const quantized = await quantizeOnSamples(exact, samples[graph], run);
    const deviations = Object.fromEntries(quantized.deviations);
    return isTolerable(deviations)
      ? { deviations, kept: await builder.write(source.file, onnxModelChunks(quantized.graph)) }
      : { deviations };
  };
  const record = {
    formatVersion: EIGHT_BIT_VERSION,
    date: new Date().toISOString(),
    crops: { calibration: crops.calibration.length, verification: crops.verification.length },
    sources: graphHashes(pack.manifest),
    // One after the other: only one network is in memory at a time.
    graphs: {
      coarseEncoder: await quantize('coarseEncoder'),
      detailDecoder: await quantize('detailDecoder'),
    },
  };
  await builder.writeJson(EIGHT_BIT_RECORD, record);
  await builder.install();
}

/** What each graph is given for the crops: the crop itself, or the codes that are read from it. */
async function sampleGraphs(
  networks: FaceNetworks,
  { calibration, verification }: EightBitCrops,
  signal: AbortSignal,
): Promise<Readonly<Record<EightBitGraph, QuantizationSamples>>> {
  const encode = async (crops: readonly Float32Array[]): Promise<readonly FloatValues[]> => {
    const codes: FloatValues[] = [];
    for (const crop of crops) {
      codes.push(decoderInputs(await networks.encode(crop, signal)));
    }
    return codes;
  };
  const asInputs = (crops: readonly Float32Array[]) => crops.map((crop) => ({ crop }));
  return {
    coarseEncoder: { calibration: asInputs(calibration), verification: asInputs(verification) },
    detailDecoder: { calibration: await encode(calibration), verification: await encode(verification) },
  };
}
