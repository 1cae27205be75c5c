import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerHost } from '../inference/worker-host.ts';
import { buildEightBitGraphs, splitCrops } from '../services/inference/eight-bit-graphs.ts';
import { describeWorstDeviation } from '../services/inference/eight-bit-limits.ts';
import {
  EIGHT_BIT_GRAPHS,
  readEightBitRecord,
  withEightBitGraphs,
} from '../services/inference/eight-bit-record.ts';
import type { FacePack } from '../services/packs/face-packs.ts';
import { measureNetwork, NETWORK_STAGES, sumFrame } from './network-stage.ts';
import type { StageCost, StageResult } from './stage.ts';

/** Half of what a frame may cost in float32. */
const FRAME_BUDGET = 57;

export interface EightBitStage {
  /** Measures. */
  readonly host: WorkerHost;
  /** Makes the graphs. */
  readonly backgroundHost: WorkerHost;
  readonly pack: FacePack;
  /** Faces of one person: every second one makes the graphs, the others judge them. At least two. */
  readonly crops: readonly Float32Array[];
  /** The stages of a frame after the networks. */
  readonly geometry: readonly StageCost[];
  readonly signal: AbortSignal;
}

/**
 * The CPU time that the networks of a frame take in 8 bits, made for a face as the app makes them for the user's, and
 * how far they deviate on it. The pack itself stays as it is.
 * @throws AppError as `buildEightBitGraphs`
 */
export async function measureEightBitNetworks(stage: EightBitStage): Promise<StageResult[]> {
  const { backgroundHost, crops, signal } = stage;
  const folder = await mkdtemp(join(tmpdir(), 'furrow-bench-int8-'));
  try {
    await cp(stage.pack.folder, folder, { recursive: true });
    const pack = { ...stage.pack, folder };
    await buildEightBitGraphs(backgroundHost, pack, splitCrops(crops), signal);
    return await measureBuilt(pack, stage);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureBuilt(
  pack: FacePack,
  { host, geometry, signal }: EightBitStage,
): Promise<StageResult[]> {
  const record = await readEightBitRecord(pack);
  if (record === undefined) {
    throw new Error('the record has just been written');
  }
  const { name } = pack.manifest;
  const results: StageResult[] = [];
  const networks: StageCost[] = [];
  for (const graph of EIGHT_BIT_GRAPHS) {
    const { kept, deviations } = record.graphs[graph];
    const deviation = describeWorstDeviation(deviations);
    const stage = `${NETWORK_STAGES[graph]} int8`;
    if (kept === undefined) {
      results.push({ stage, skipped: `${name}: refused on this clip, ${deviation}` });
    } else {
      const label = { stage, conditions: `${name}, CPU time; ${deviation}` };
      const cost = await measureNetwork(host, withEightBitGraphs(pack, record), graph, label, signal);
      networks.push(cost);
      results.push(cost);
    }
  }
  if (networks.length < EIGHT_BIT_GRAPHS.length) {
    return results;
  }
  const conditions = `${name}, CPU time, detail code kept`;
  return [...results, ...sumFrame(' int8', { networks, geometry, conditions, budget: FRAME_BUDGET })];
}
