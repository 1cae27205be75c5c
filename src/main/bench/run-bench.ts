import type { TrackerBundle } from '../../shared/contract/backend.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { LaunchHeadlessBrowser } from '../browser/headless-browser.ts';
import { HeadlessPage } from '../capture/headless-page.ts';
import type { WorkerHost } from '../inference/worker-host.ts';
import type { StartWorkerProcess } from '../inference/worker-process.ts';
import { SILENT_LOG } from '../services/log/log.ts';
import { EMBEDDED_PACK, PACK_GRAPHS } from '../services/packs/face-pack-manifest.ts';
import type { FacePack } from '../services/packs/face-packs.ts';
import { createBenchFrame } from './bench-frame.ts';
import { measureContract } from './contract-stage.ts';
import { measureEightBitNetworks } from './eight-bit-stage.ts';
import { measureEncoders } from './encoder-stage.ts';
import { cutFaceCrops } from './face-crops.ts';
import { measureFaceGeometry } from './face-geometry-stage.ts';
import { measureNetworks } from './network-stage.ts';
import { measurePipeline } from './pipeline-stage.ts';
import type { StageCost, StageFigure, StageResult } from './stage.ts';
import { trackClip } from './tracker-stage.ts';
import { measureWholeApp, type WholeApp } from './whole-app-stage.ts';

/** What camera, services and network may add to the tracker's own time, milliseconds. */
const LATENCY_ALLOWANCE = 8;

/** Share of its rate that the tracker keeps beside networks. */
const KEPT_RATE = 0.9;

/** Megabytes that the whole app may take (design, section 7): with the embedded face pack, and with any other. */
const EMBEDDED_MEGABYTES = 900;
const OTHER_MEGABYTES = 1200;

export interface BenchOptions {
  /** A video with a face; what needs one is skipped without it. */
  readonly clip: string | undefined;
  readonly bundles: readonly TrackerBundle[];
  /** The official bundle's file, if it has been downloaded. */
  readonly officialBundle: string | undefined;
  readonly rendererFolder: string;
  readonly browsers: readonly LaunchHeadlessBrowser[];
  /** The face packs that are installed. */
  readonly facePacks: readonly FacePack[];
  /** Starts a process for them in the whole app. */
  readonly startInference: StartWorkerProcess;
  /** Runs their networks. */
  readonly inferenceHost: WorkerHost;
  /** Makes their 8-bit graphs. */
  readonly backgroundInferenceHost: WorkerHost;
  /** Says what is being measured. */
  readonly onStage: (stage: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Measures every stage, one after the other so that none disturbs another.
 * @throws AppError as `HeadlessPage`
 */
export async function runBench(options: BenchOptions): Promise<StageResult[]> {
  const published = createBenchFrame();
  options.onStage('face tracker');
  const tracked = await measureTrackers(options);
  options.onStage('encoders and contract');
  const wire = [...measureEncoders(published.frame), await measureContract(published)];
  options.onStage('whole app');
  const app = await measureApp(options, tracked.assembledP95);
  options.onStage('face geometry');
  const geometry = measureFaceGeometry();
  options.onStage('networks');
  return [...tracked.results, ...wire, ...app, ...geometry, ...(await measureFacePacks(options, geometry))];
}

async function measureFacePacks(
  options: BenchOptions,
  geometry: readonly StageCost[],
): Promise<StageResult[]> {
  const { clip, inferenceHost: host, backgroundInferenceHost: backgroundHost, signal } = options;
  const facePacks = options.facePacks.filter(({ manifest }) => Object.keys(manifest.graphs).length > 0);
  if (facePacks.length === 0) {
    return [{ stage: 'networks', skipped: 'needs a face pack: furrow packs import-deca --help' }];
  }
  const results: StageResult[] = [];
  for (const pack of facePacks) {
    results.push(...(await measureNetworks(host, pack, geometry, signal)));
  }
  const readers = facePacks.filter(canReadPictures);
  if (clip === undefined) {
    return [...results, { stage: 'networks int8', skipped: 'needs --clip FILE, a video with a face' }];
  }
  const crops = readers.length === 0 ? [] : await cutCrops(options, clip);
  for (const pack of readers) {
    results.push(
      ...(crops.length < 2
        ? [{ stage: 'networks int8', skipped: 'no face was found; is there one in the clip?' }]
        : await measureEightBitNetworks({ host, backgroundHost, pack, crops, geometry, signal })),
    );
  }
  return results;
}

function canReadPictures({ manifest }: FacePack): boolean {
  return PACK_GRAPHS.every((graph) => manifest.graphs[graph] !== undefined);
}

async function cutCrops(options: BenchOptions, clip: string): Promise<readonly Float32Array[]> {
  const [bundle] = options.bundles;
  if (bundle === undefined) {
    return [];
  }
  await using page = await HeadlessPage.open({ ...options, log: SILENT_LOG });
  return await cutFaceCrops(page, clip, bundle, options.signal);
}

/** The tracker with each bundle, and the pipeline with what the tracker saw. */
async function measureTrackers(options: BenchOptions) {
  const { clip, bundles, signal } = options;
  if (clip === undefined) {
    const skipped = 'needs --clip FILE, a video with a face';
    const results: StageResult[] = [
      { stage: 'face tracker', skipped },
      { stage: 'frame pipeline', skipped },
    ];
    return { results, assembledP95: undefined };
  }
  const results: StageResult[] = [];
  const pipelines: StageResult[] = [];
  let assembledP95: number | undefined;
  await using page = await HeadlessPage.open({ ...options, log: SILENT_LOG });
  for (const bundle of bundles) {
    const { cost, observations } = await trackClip(page, clip, bundle, signal);
    results.push(cost);
    pipelines.push(measurePipeline(facesOf(observations), `${bundle.name} bundle's landmarks`));
    assembledP95 = bundle.name === 'assembled' ? cost.p95 : assembledP95;
  }
  if (!bundles.some(({ name }) => name === 'official')) {
    const skipped = 'official bundle: needs furrow packs download face-landmarker';
    results.push({ stage: 'face tracker', skipped });
  }
  return { results: [...results, ...pipelines], assembledP95 };
}

/** Frames without a face cost nothing and say nothing. */
function facesOf(observations: readonly FaceObservation[]): FaceObservation[] {
  return observations.filter(({ hasFace }) => hasFace);
}

/** The app by itself, then with each face pack whose networks run beside the tracker. */
async function measureApp(options: BenchOptions, trackerP95: number | undefined): Promise<StageResult[]> {
  const { clip, browsers, rendererFolder, startInference, facePacks } = options;
  const stage = 'camera to UDP';
  if (clip === undefined || trackerP95 === undefined) {
    return [{ stage, skipped: 'needs --clip FILE, a video with a face' }];
  }
  const alone = await measureWholeApp({ clip, browsers, rendererFolder, networks: undefined });
  if (alone === undefined) {
    return [{ stage, skipped: 'no face came through; is there one in the clip?' }];
  }
  const latency: StageCost = {
    stage,
    conditions: 'assembled bundle, whole app, clip as camera',
    ...alone.latency,
    bytesPerCall: undefined,
    budget: { milliseconds: trackerP95 + LATENCY_ALLOWANCE, of: 'p95' },
  };
  const results: StageResult[] = [latency, ...memoryOf(alone, 'no networks', EMBEDDED_MEGABYTES)];
  for (const pack of facePacks.filter(({ manifest }) => Object.keys(manifest.graphs).length > 0)) {
    const { name } = pack.manifest;
    const networks = { pack, startInference };
    const beside = await measureWholeApp({ clip, browsers, rendererFolder, networks });
    if (beside === undefined) {
      results.push({ stage: 'tracking rate', skipped: `${name}: its networks gave nothing in time` });
      continue;
    }
    results.push(
      {
        stage: 'tracking rate',
        conditions: `${name}'s networks beside it, ${beside.rate.toFixed(1)} of ${alone.rate.toFixed(1)} frames a second`,
        value: beside.rate / alone.rate,
        unit: 'kept',
        limit: { atLeast: KEPT_RATE },
      },
      ...memoryOf(
        beside,
        `${name}'s networks`,
        name === EMBEDDED_PACK ? EMBEDDED_MEGABYTES : OTHER_MEGABYTES,
      ),
    );
  }
  return results;
}

function memoryOf({ memory }: WholeApp, conditions: string, megabytes: number): StageFigure[] {
  const stage = 'memory';
  return memory === undefined
    ? []
    : [
        {
          stage,
          conditions: `whole app, ${conditions}`,
          value: memory / 1e6,
          unit: 'MB',
          limit: { atMost: megabytes },
        },
      ];
}
