/**
 * How well wrinkle weights tell wrinkles that are known: `npx tsx test/wrinkles.bench.ts [FOLDER]`. Each clip's person is
 * enrolled from the clip, then the clip is captured, both by the command line, as a user would; the project must be built.
 * What it prints is what docs/wrinkles.md shows.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TakeReader } from '../src/main/services/recording/take-reader.ts';
import { restDepth } from '../src/shared/core/detail/basis/fold-range.ts';
import { createRegionPatterns } from '../src/shared/core/detail/basis/region-pattern.ts';
import { BASIS_MAP_COUNT } from '../src/shared/core/detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../src/shared/core/detail/relief/relief-observation.ts';
import { createWrinkleMasks } from '../src/shared/core/detail/wrinkle-masks.ts';
import type { FaceFrame } from '../src/shared/core/face/face-frame.ts';
import type { FaceObservation } from '../src/shared/core/face/face-observation.ts';
import { WRINKLE_REGIONS, type WrinkleRegion } from '../src/shared/core/face/wrinkle-regions.ts';
import type { Identity } from '../src/shared/core/identity/identity.ts';
import { readIdentity } from '../src/shared/core/identity/identity-file.ts';
import { personalHead } from '../src/shared/core/identity/personal-head.ts';
import { readOpenHead } from './support/open-head.ts';
import { hasSharedData, sharedPath } from './support/shared-data.ts';
import { correlation } from './support/solver/expression-agreement.ts';
import { reliefAgreement, type TakenFrame } from './support/wrinkles/relief-agreement.ts';
import {
  readWrinkleTruth,
  TRUE_REGIONS,
  type TrueRegion,
  trueDepths,
} from './support/wrinkles/wrinkle-truth.ts';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const REGIONS = Object.keys(TRUE_REGIONS) as TrueRegion[];
/** Of the rendered clips' camera, degrees. */
const RENDERED_VIEW = 32;
const folder = process.argv[2] ?? join(tmpdir(), 'furrow-wrinkles-bench');

/** Where a region's lines are shown in wrinkle2_B, and where the same expression is shown without any. */
const DECOUPLED: readonly { regions: readonly TrueRegion[]; lined: Span; smooth: Span }[] = [
  { regions: ['forehead'], lined: [6, 35], smooth: [38, 49] },
  { regions: ['crowsFeetLeft', 'nasolabialLeft'], lined: [67, 79], smooth: [101, 110] },
];
type Span = readonly [first: number, last: number];

async function furrow(...values: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(PROJECT, 'out/main/furrow.js'), ...values], {
    env: { ...process.env, FURROW_DATA: join(folder, 'data') },
    maxBuffer: 2 ** 26,
  });
}

/** A clip as it was captured. */
interface Clip {
  readonly taken: readonly TakenFrame[];
  readonly person: Identity;
  /** Wrinkle weights, frame by frame. */
  readonly weights: (region: WrinkleRegion) => number[];
}

async function captureClip(name: string, file: string, view: number): Promise<Clip> {
  const personPath = join(folder, `${name}.furrow`);
  const path = join(folder, `${name}.mcap`);
  if (!existsSync(path)) {
    await furrow('enrol', sharedPath(file), '--out', personPath, '--field-of-view', String(view));
    await furrow('capture', sharedPath(file), '--out', path, '--identity', personPath);
  }
  await using take = await TakeReader.open(path);
  const observations: FaceObservation[] = [];
  const frames: FaceFrame[] = [];
  for await (const record of take.records({ topics: ['/observation', '/frame'] })) {
    if (record.kind === 'observation') {
      observations.push(record.observation);
    } else if (record.kind === 'frame') {
      frames.push(record.frame);
    }
  }
  return {
    taken: frames.flatMap((frame, i) => {
      const observation = observations[i];
      return observation === undefined ? [] : [{ observation, frame }];
    }),
    person: readIdentity(await readFile(personPath)),
    weights: (region) =>
      frames.map(({ wrinkles }) => wrinkles[WRINKLE_REGIONS.indexOf(region)] ?? Number.NaN),
  };
}

/** Depth of each region's folds at rest as they are kept, after one scale for all that brings them nearest the truth. */
function restingDepths({ person }: Clip, resting: Readonly<Record<string, number>>): number[] {
  const model = readOpenHead();
  const masks = createWrinkleMasks(model, RELIEF_SIZE) ?? [];
  const maps = person.detail?.values ?? new Float32Array(BASIS_MAP_COUNT * RELIEF_SIZE ** 2);
  const patterns = createRegionPatterns({ size: RELIEF_SIZE, maps }, masks);
  const depths = REGIONS.map((region) => {
    const pattern = patterns[WRINKLE_REGIONS.indexOf(region)];
    return pattern === undefined ? Number.NaN : restDepth(pattern);
  });
  const truth = REGIONS.map((region) => resting[TRUE_REGIONS[region]] ?? Number.NaN);
  const scale =
    mean(depths.map((depth, i) => depth * (truth[i] ?? 0))) / mean(depths.map((depth) => depth ** 2));
  return depths.map((depth) => depth * scale);
}

function truthClip(name: string) {
  return captureClip(name, `data/dev/truth/${name}.mp4`, RENDERED_VIEW);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

function row(title: string, values: readonly number[]): string {
  return `| ${title} | ${values.map((value) => value.toFixed(2)).join(' | ')} |`;
}

/** How far weights rise from frames without lines to frames with them. */
function response(weights: readonly number[], truth: readonly number[]): number {
  const lined = weights.filter((_, i) => (truth[i] ?? 0) >= 0.5);
  const smooth = weights.filter((_, i) => (truth[i] ?? 0) < 0.05);
  return mean(lined) - mean(smooth);
}

function spanMean(weights: readonly number[], [first, last]: Span): number {
  return mean(weights.slice(first, last + 1));
}

await mkdir(folder, { recursive: true });
if (hasSharedData) {
  console.log(`| correlation with the truth | ${REGIONS.join(' | ')} |`);
  for (const name of ['wrinkle_A', 'wrinkle2_B', 'aged_E']) {
    const { weights } = await truthClip(name);
    const truth = readWrinkleTruth(name);
    const found = REGIONS.map((region) => correlation(weights(region), trueDepths(truth, region)));
    console.log(row(name, found));
  }
  await compareWithSmooth();
  await showDecoupled();
  await compareRelief();
  const { weights } = await captureClip('woman-brows', 'data/dev/woman-brows.mp4', 45);
  const forehead = weights('forehead');
  const figures = [mean(forehead), Math.max(...forehead), deviation(forehead)];
  console.log(row('woman-brows, forehead: mean, largest, deviation', figures));
} else {
  console.log(`skipped: needs ../shared`);
}

async function compareWithSmooth(): Promise<void> {
  const truth = readWrinkleTruth('wrinkle_A');
  for (const name of ['wrinkle_A', 'nowrinkle_A']) {
    const { weights } = await truthClip(name);
    const found = REGIONS.map((region) => response(weights(region), trueDepths(truth, region)));
    console.log(row(`response, ${name}`, found));
  }
}

async function showDecoupled(): Promise<void> {
  const { weights } = await truthClip('wrinkle2_B');
  for (const { regions, lined, smooth } of DECOUPLED) {
    for (const region of regions) {
      const means = [lined, smooth].map((span) => spanMean(weights(region), span));
      console.log(row(`wrinkle2_B, ${region}: with lines, without`, means));
    }
  }
}

async function compareRelief(): Promise<void> {
  for (const name of ['wrinkle_A', 'wrinkle2_B', 'aged_E']) {
    const { taken, person } = await truthClip(name);
    const { values } = person.detail ?? {};
    if (values !== undefined) {
      const head = personalHead(readOpenHead(), person);
      console.log(
        row(`relief of ${name} in its pictures`, [reliefAgreement(name, taken, head, values, RENDERED_VIEW)]),
      );
    }
  }
  const { resting } = readWrinkleTruth('aged_E');
  console.log(row('aged_E at rest', restingDepths(await truthClip('aged_E'), resting ?? {})));
  console.log(
    row(
      'in truth',
      REGIONS.map((region) => resting?.[TRUE_REGIONS[region]] ?? Number.NaN),
    ),
  );
}
