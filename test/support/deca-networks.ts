import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DecaNetwork,
  decaStateTable,
  type WeightSource,
} from '../../src/main/import/deca/deca-state-table.ts';
import { buildDetailDecoder } from '../../src/main/import/deca/detail-decoder-graph.ts';
import { buildDetailEncoder, buildFlameEncoder } from '../../src/main/import/deca/resnet50-encoder-graph.ts';
import { onnxModelChunks } from '../../src/main/import/onnx/onnx-writer.ts';
import type { ModelSpec } from '../../src/main/inference/inference-contract.ts';
import { decaFormulaTensor } from './deca-formula.ts';
import { sharedPath } from './shared-data.ts';

const SHAPES = new Map(decaStateTable().map(({ name, shape }) => [name, shape]));

/** The full-size weights made by formula. */
export const formulaWeights: WeightSource = {
  load: async (name) => decaFormulaTensor(name, SHAPES.get(name) ?? []),
};

export const NETWORK_BUILDERS = {
  E_flame: buildFlameEncoder,
  E_detail: buildDetailEncoder,
  D_detail: buildDetailDecoder,
} as const;

/** Writes a network with formula weights into a folder. */
export async function writeFormulaNetwork(network: DecaNetwork, folder: string): Promise<ModelSpec> {
  const path = join(folder, `${network}.onnx`);
  await writeFile(path, onnxModelChunks(await NETWORK_BUILDERS[network](formulaWeights)));
  return { path, provider: 'cpu', threads: 1 };
}

interface Summary {
  readonly idx: readonly number[];
  readonly val: readonly number[];
}

/** What the original computes with the formula weights: the codes of a picture, and samples of its relief. */
export interface DecaGolden {
  readonly E_flame: readonly number[];
  readonly E_detail: readonly number[];
  readonly D_detail: Summary;
}

export function readDecaGolden(): Readonly<Record<'image' | 'image2' | 'zeros' | 'ones', DecaGolden>> {
  return JSON.parse(readFileSync(sharedPath('golden/deca/networks.json'), 'utf8'));
}
