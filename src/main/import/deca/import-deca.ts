import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FACE_AND_EYES, type FaceModel } from '../../../shared/core/face/face-model.ts';
import { writeFaceModel } from '../../../shared/core/face/face-model-file.ts';
import { elementCount, TENSOR_TYPE_BYTES } from '../../../shared/core/tensor/tensor.ts';
import type { InferenceRunner } from '../../inference/worker-host.ts';
import {
  FACE_MODEL_FILE,
  MANIFEST_VERSION,
  PACK_UNITS,
  type PackedFile,
  type PackGraph,
} from '../../services/packs/face-pack-manifest.ts';
import { PackBuilder } from '../../services/packs/pack-builder.ts';
import { runSelfTest } from '../../services/packs/pack-self-test.ts';
import { FileSource } from '../byte-source.ts';
import { DECA_COMPONENTS, readFlameArchive } from '../flame/flame-archive.ts';
import { ImportProgress } from '../import-progress.ts';
import type { OnnxGraph } from '../onnx/onnx-graph.ts';
import { onnxModelChunks } from '../onnx/onnx-writer.ts';
import { checkSourceFile, recordSourceFile, type SourceRecord } from '../source-file.ts';
import { openTorchCheckpoint, type TorchCheckpoint } from '../torch-checkpoint.ts';
import { DECA_CHECKPOINT, DECA_DATA_FILES, type DecaFile, explainFile, FLAME_MODEL } from './deca-files.ts';
import {
  checkDecaState,
  DECA_NETWORKS,
  decaStateTable,
  type StateEntry,
  type WeightSource,
} from './deca-state-table.ts';
import { readDecaFixedDisplacement, readDecaMask } from './deca-surface.ts';
import { buildDetailDecoder } from './detail-decoder-graph.ts';
import { buildDetailEncoder, buildFlameEncoder } from './resnet50-encoder-graph.ts';

/** What everything made with the pack carries. */
const LICENCE =
  'Made with DECA and FLAME (Max Planck Society): for non-commercial scientific research, education and art only.';

/** What an import is made from, where it goes, and who hears of it. */
export interface DecaImport {
  /** Path of `deca_model.tar`. */
  readonly checkpoint: string;
  /** Path of FLAME 2020's `generic_model.pkl`. */
  readonly flame: string;
  /** Path of DECA's `data` folder. */
  readonly data: string;
  /** Name of the pack. */
  readonly name: string;
  /** The folder that packs lie in. */
  readonly packsFolder: string;
  /** Runs the self-test. */
  readonly host: InferenceRunner;
  readonly signal: AbortSignal;
  /** Told how many bytes of the sources have been worked on, of how many. */
  readonly onProgress: (done: number, total: number) => void;
}

const SOURCE_ROLES = ['checkpoint', 'flame', 'template', 'landmarks', 'mask', 'fixedDisplacement'] as const;

type SourceRole = (typeof SOURCE_ROLES)[number];

type SourcePaths = Readonly<Record<SourceRole, string>>;

const SOURCE_FILES: Readonly<Record<SourceRole, DecaFile>> = {
  checkpoint: DECA_CHECKPOINT,
  flame: FLAME_MODEL,
  ...DECA_DATA_FILES,
};

/**
 * Turns a person's own DECA files into a face pack: weights become ONNX graphs, FLAME becomes a face model with DECA's
 * mask and fixed displacement, and a self-test is kept. Nothing in the files is executed; an interrupted import leaves
 * nothing.
 *
 * @returns the absolute path of the pack's folder.
 * @throws AppError `import/missing`, `import/malformed`, `import/unsupported`, `import/too-large`, `usage/wrong`,
 *   `cancelled`, or what the inference process throws when the networks cannot run.
 */
export async function importDecaPack(options: DecaImport): Promise<string> {
  const { host, signal } = options;
  const paths = sourcePaths(options);
  const sourceBytes = await checkSources(paths);
  const progress = new ImportProgress(sourceBytes + networkBytes(), signal, options.onProgress);
  await using checkpoint = await openTorchCheckpoint(paths.checkpoint);
  checkDecaState(stateEntries(checkpoint));
  await using builder = await PackBuilder.begin(options.packsFolder, options.name);
  const faceModel = await builder.write(FACE_MODEL_FILE, [writeFaceModel(await readDecaFace(paths))]);
  const graphs = await writeGraphs(builder, weightsOf(checkpoint, progress));
  const sources = await recordSources(paths, progress);
  const graphPaths = Object.fromEntries(
    Object.entries(graphs).map(([graph, { file }]) => [graph, join(builder.folder, file)]),
  );
  const selfTest = await runSelfTest(host, graphPaths, signal);
  // Awaited here: the builder takes back what is not installed when this scope ends.
  return await builder.install({
    formatVersion: MANIFEST_VERSION,
    title: 'DECA, imported from your own files',
    version: versionOf(sources),
    licence: LICENCE,
    faceModel,
    graphs: {
      coarseEncoder: { ...graphs.coarseEncoder, input: 'aligned-crop' },
      detailEncoder: { ...graphs.detailEncoder, input: 'aligned-crop' },
      detailDecoder: graphs.detailDecoder,
    },
    expressionBasis: 'flame-50',
    units: PACK_UNITS,
    sources,
    selfTest,
  });
}

function sourcePaths({ checkpoint, flame, data }: DecaImport): SourcePaths {
  return {
    checkpoint,
    flame,
    template: join(data, DECA_DATA_FILES.template.fileName),
    landmarks: join(data, DECA_DATA_FILES.landmarks.fileName),
    mask: join(data, DECA_DATA_FILES.mask.fileName),
    fixedDisplacement: join(data, DECA_DATA_FILES.fixedDisplacement.fileName),
  };
}

/** Checks that all files are there before the first is read; returns how many bytes they have. */
async function checkSources(paths: SourcePaths): Promise<number> {
  let bytes = 0;
  for (const role of SOURCE_ROLES) {
    const file = SOURCE_FILES[role];
    bytes += await checkSourceFile(paths[role], file.mostBytes, explainFile(file));
  }
  return bytes;
}

/** Bytes of what the graphs are made from: all but the counters of training, which are no floats. */
function networkBytes(): number {
  return decaStateTable()
    .filter(({ type }) => type === 'F32')
    .reduce((bytes, { type, shape }) => bytes + elementCount(shape) * TENSOR_TYPE_BYTES[type], 0);
}

/** Writes the three graphs one after the other: only one network is in memory at a time. */
async function writeGraphs(
  builder: PackBuilder,
  weights: WeightSource,
): Promise<Record<PackGraph, PackedFile>> {
  const write = async (file: string, build: (weights: WeightSource) => Promise<OnnxGraph>) =>
    builder.write(file, onnxModelChunks(await build(weights)));
  return {
    coarseEncoder: await write('coarse-encoder.onnx', buildFlameEncoder),
    detailEncoder: await write('detail-encoder.onnx', buildDetailEncoder),
    detailDecoder: await write('detail-decoder.onnx', buildDetailDecoder),
  };
}

function* stateEntries(checkpoint: TorchCheckpoint): Generator<StateEntry> {
  for (const network of DECA_NETWORKS) {
    const section = checkpoint.section(network);
    for (const name of section.names) {
      const type = section.type(name);
      const shape = section.shape(name);
      if (type !== undefined && shape !== undefined) {
        yield { name: `${network}.${name}`, type, shape };
      }
    }
  }
}

function weightsOf(checkpoint: TorchCheckpoint, progress: ImportProgress): WeightSource {
  return {
    load: async (name) => {
      const [network = ''] = name.split('.', 1);
      const tensor = await checkpoint.section(network).load(name.slice(network.length + 1));
      progress.advance(tensor.data.byteLength);
      return tensor;
    },
  };
}

/** FLAME with the components that DECA speaks of, DECA's mask and its fixed displacement. */
async function readDecaFace(paths: SourcePaths): Promise<FaceModel> {
  await using model = await FileSource.open(paths.flame);
  await using template = await FileSource.open(paths.template);
  await using landmarks = await FileSource.open(paths.landmarks);
  await using mask = await FileSource.open(paths.mask);
  await using fixedDisplacement = await FileSource.open(paths.fixedDisplacement);
  // The cheap ones first, so that a mix-up is told at once.
  const regionMasks = { [FACE_AND_EYES]: readDecaMask(mask) };
  const fixed = readDecaFixedDisplacement(fixedDisplacement);
  const head = readFlameArchive(
    { model, template, landmarks },
    { name: 'FLAME', version: '2020, as DECA uses it', licence: LICENCE, ...DECA_COMPONENTS },
  );
  return { ...head, regionMasks, fixedDisplacement: fixed };
}

async function recordSources(paths: SourcePaths, progress: ImportProgress): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for (const role of SOURCE_ROLES) {
    const record = await recordSourceFile(paths[role]);
    progress.advance(record.bytes);
    records.push(record);
  }
  return records;
}

/** Packs from other files are other versions: identities made with one fit only that one. */
function versionOf(sources: readonly SourceRecord[]): string {
  const hash = createHash('sha256');
  for (const { sha256 } of sources) {
    hash.update(sha256);
  }
  return hash.digest('hex').slice(0, 16);
}
