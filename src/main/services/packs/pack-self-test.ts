import { AppError } from '../../../shared/contract/app-error.ts';
import { elementCount } from '../../../shared/core/tensor/tensor.ts';
import type { ModelSpec } from '../../inference/inference-contract.ts';
import type { InferenceRunner } from '../../inference/worker-host.ts';
import { type FacePackManifest, PACK_GRAPHS, type PackGraph } from './face-pack-manifest.ts';
import { type FacePack, packedFilePath } from './face-packs.ts';

/** Values kept of each output. */
const SAMPLES = 32;

/**
 * How far a sample may lie from the kept one, as a share of the output's largest sample. Processors differ in the order
 * they add up in, by about a millionth; a damaged or exchanged network by far more.
 */
const TOLERANCE = 1e-3;

/** What the self-test of a pack found when it was made. */
export type SelfTest = FacePackManifest['selfTest'];

/** A graph of a pack as the self-test runs it: float32 on one thread of the CPU, the same everywhere. */
export function selfTestModel(path: string): ModelSpec {
  return { path, provider: 'cpu', threads: 1 };
}

/**
 * Runs every graph once on fixed inputs and keeps samples of what comes out. Leaves no model open.
 * @param paths absolute path of each graph's file.
 * @throws AppError `model/load-failed`, `inference/bad-output`, `cancelled`…
 */
export async function runSelfTest(
  host: InferenceRunner,
  paths: Readonly<Partial<Record<PackGraph, string>>>,
  signal: AbortSignal,
): Promise<SelfTest> {
  const outputs: Record<string, Record<string, number[]>> = {};
  for (const graph of PACK_GRAPHS) {
    const path = paths[graph];
    if (path !== undefined) {
      outputs[graph] = await sampleGraph(host, selfTestModel(path), signal);
    }
  }
  return { outputs };
}

/**
 * Runs a pack's self-test again.
 * @throws AppError `model/hash-mismatch` naming the first output that has changed, or as {@link runSelfTest}.
 */
export async function repeatSelfTest(
  host: InferenceRunner,
  pack: FacePack,
  signal: AbortSignal,
): Promise<void> {
  const { graphs, selfTest, name } = pack.manifest;
  const paths: Partial<Record<PackGraph, string>> = {};
  for (const graph of PACK_GRAPHS) {
    const packed = graphs[graph];
    if (packed !== undefined) {
      paths[graph] = packedFilePath(pack, packed);
    }
  }
  const found = await runSelfTest(host, paths, signal);
  for (const [graph, outputs] of Object.entries(selfTest.outputs)) {
    for (const [output, expected] of Object.entries(outputs)) {
      if (!isWithinTolerance(found.outputs[graph]?.[output], expected)) {
        throw new AppError(
          'model/hash-mismatch',
          `The face pack ${name} no longer computes what it did when it was made: ${output} of ${graph} differs. ` +
            'Import or download the pack again; if that does not help, this computer calculates wrongly.',
          { details: { pack: name, graph, output } },
        );
      }
    }
  }
}

async function sampleGraph(
  host: InferenceRunner,
  model: ModelSpec,
  signal: AbortSignal,
): Promise<Record<string, number[]>> {
  const { inputs } = await host.request('measure', model, { signal });
  const values = Object.fromEntries(inputs.map(({ name, shape }) => [name, fixedInput(elementCount(shape))]));
  const outputs = await host.request('run', { model, inputs: values }, { signal });
  await host.request('close', model, { signal });
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, sample(output)]));
}

/** Scattered but always the same numbers of 0..1: multiples of the golden ratio, their whole part left out. */
function scattered(index: number): number {
  return (index * 0.6180339887498949) % 1;
}

function fixedInput(length: number): Float32Array {
  return new Float32Array(length).map((_, index) => scattered(index));
}

/** All of a short output; scattered values of a map, where evenly spaced ones would lie in a few columns. */
function sample(values: Float32Array): number[] {
  return values.length <= SAMPLES
    ? [...values]
    : Array.from({ length: SAMPLES }, (_, k) => values[Math.floor(scattered(k) * values.length)] ?? 0);
}

function isWithinTolerance(found: readonly number[] | undefined, expected: readonly number[]): boolean {
  const scale = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
  return (
    found?.length === expected.length &&
    expected.every((value, k) => Math.abs(value - (found[k] ?? Number.NaN)) <= TOLERANCE * scale)
  );
}
