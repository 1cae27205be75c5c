import type { WorkerHost } from '../inference/worker-host.ts';
import { PACK_GRAPHS, type PackGraph } from '../services/packs/face-pack-manifest.ts';
import { type FacePack, packedFilePath } from '../services/packs/face-packs.ts';
import type { Budget, StageCost } from './stage.ts';
import { timingOf } from './time-calls.ts';

const STAGES: Readonly<Record<PackGraph, string>> = {
  coarseEncoder: 'coarse encoder',
  detailEncoder: 'detail encoder',
  detailDecoder: 'detail decoder',
};

/**
 * Both networks of a frame whose detail code is known, in float32: half of what the original costs in all on a machine
 * with two cores (228 ms of CPU time).
 */
const FRAME_BUDGET: Budget = { milliseconds: 114, of: 'median' };

/** Measurements of each network, of several runs each. */
const ROUNDS = 5;

/**
 * The CPU time that each network of a face pack takes for one run, on one thread.
 * @throws AppError as `WorkerHost.request`
 */
export async function measureNetworks(
  host: WorkerHost,
  pack: FacePack,
  signal: AbortSignal,
): Promise<StageCost[]> {
  const costs: StageCost[] = [];
  for (const graph of PACK_GRAPHS) {
    const packed = pack.manifest.graphs[graph];
    if (packed !== undefined) {
      costs.push(await measureNetwork(host, pack, STAGES[graph], packedFilePath(pack, packed), signal));
    }
  }
  const perFrame = costs.filter(({ stage }) => stage !== STAGES.detailEncoder);
  if (perFrame.length < 2) {
    return costs;
  }
  const sum = (of: Budget['of']) => perFrame.reduce((total, cost) => total + cost[of], 0);
  return [
    ...costs,
    {
      stage: 'networks of a frame',
      conditions: `${pack.manifest.name}, detail code kept, CPU time`,
      median: sum('median'),
      p95: sum('p95'),
      bytesPerCall: undefined,
      budget: FRAME_BUDGET,
    },
  ];
}

async function measureNetwork(
  host: WorkerHost,
  { manifest }: FacePack,
  stage: string,
  path: string,
  signal: AbortSignal,
): Promise<StageCost> {
  const model = { path, provider: 'cpu', threads: 1 } as const;
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { cpuMilliseconds } = await host.request('measure', model, { signal });
    costs.push(cpuMilliseconds);
  }
  await host.request('close', model, { signal });
  return {
    stage,
    conditions: `${manifest.name}, fp32, CPU time`,
    ...timingOf(costs),
    bytesPerCall: undefined,
    budget: undefined,
  };
}
