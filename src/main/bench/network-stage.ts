import type { WorkerHost } from '../inference/worker-host.ts';
import { PACK_GRAPHS, type PackGraph } from '../services/packs/face-pack-manifest.ts';
import { type FacePack, packedFilePath } from '../services/packs/face-packs.ts';
import type { StageCost } from './stage.ts';
import { timingOf } from './time-calls.ts';

/** What a network's stage is called. */
export const NETWORK_STAGES: Readonly<Record<PackGraph, string>> = {
  coarseEncoder: 'coarse encoder',
  detailEncoder: 'detail encoder',
  detailDecoder: 'detail decoder',
};

/**
 * CPU time of a frame whose detail code is known: half of what the original costs in all on a machine with two cores
 * (228 ms).
 */
const FRAME_BUDGET = 114;

/** Measurements of each network, of several runs each. */
const ROUNDS = 5;

/** What describes a measurement. */
export type StageLabel = Pick<StageCost, 'stage' | 'conditions'>;

/**
 * The CPU time that each network of a face pack takes for one run in float32, on one thread, and that of a whole frame.
 * @param geometry the stages of a frame after the networks.
 * @throws AppError as `WorkerHost.request`
 */
export async function measureNetworks(
  host: WorkerHost,
  pack: FacePack,
  geometry: readonly StageCost[],
  signal: AbortSignal,
): Promise<StageCost[]> {
  const { name } = pack.manifest;
  const costs: Partial<Record<PackGraph, StageCost>> = {};
  for (const graph of PACK_GRAPHS) {
    if (pack.manifest.graphs[graph] !== undefined) {
      const label = { stage: NETWORK_STAGES[graph], conditions: `${name}, fp32, CPU time` };
      costs[graph] = await measureNetwork(host, pack, graph, label, signal);
    }
  }
  const { coarseEncoder, detailDecoder } = costs;
  if (coarseEncoder === undefined || detailDecoder === undefined) {
    return Object.values(costs);
  }
  const networks = [coarseEncoder, detailDecoder];
  const conditions = `${name}, fp32, CPU time, detail code kept`;
  return [...Object.values(costs), ...sumFrame('', { networks, geometry, conditions, budget: FRAME_BUDGET })];
}

/** The CPU time that one network takes for one run on one thread. @throws AppError as `WorkerHost.request` */
export async function measureNetwork(
  host: WorkerHost,
  pack: FacePack,
  graph: PackGraph,
  label: StageLabel,
  signal: AbortSignal,
): Promise<StageCost> {
  const packed = pack.manifest.graphs[graph];
  if (packed === undefined) {
    throw new Error(`the pack has no ${graph}`);
  }
  const model = { path: packedFilePath(pack, packed), provider: 'cpu', threads: 1 } as const;
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { cpuMilliseconds } = await host.request('measure', model, { signal });
    costs.push(cpuMilliseconds);
  }
  await host.request('close', model, { signal });
  return { ...label, ...timingOf(costs), bytesPerCall: undefined, budget: undefined };
}

/** What a frame is made of. */
export interface FrameStages {
  readonly networks: readonly StageCost[];
  /** The stages after them. */
  readonly geometry: readonly StageCost[];
  readonly conditions: string;
  /** What a whole frame may cost, milliseconds. */
  readonly budget: number;
}

/** The networks of a frame together, and the whole frame: with the head, its normals and the detail normals. */
export function sumFrame(
  suffix: '' | ' int8',
  { networks, geometry, conditions, budget }: FrameStages,
): readonly StageCost[] {
  const sum = (stage: string, costs: readonly StageCost[]): StageCost => ({
    stage: `${stage}${suffix}`,
    conditions,
    median: costs.reduce((total, { median }) => total + median, 0),
    p95: costs.reduce((total, { p95 }) => total + p95, 0),
    bytesPerCall: undefined,
    budget: undefined,
  });
  // The dense mesh is for files, not for frames.
  const perFrame = geometry.filter(({ stage }) => stage !== 'dense mesh');
  return [
    sum('networks of a frame', networks),
    { ...sum('whole frame', [...networks, ...perFrame]), budget: { milliseconds: budget, of: 'median' } },
  ];
}
