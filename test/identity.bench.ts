/**
 * How near an enrolment comes to heads whose shape is known: `npx tsx test/identity.bench.ts [FOLDER FOR TAKES]`. The
 * project must be built; tracking the clips takes minutes, later runs read the takes. What it prints is what
 * docs/identities.md shows.
 */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnrolledHead, enrolObservations, landmarksOf } from './support/identity/enrol-observations.ts';
import {
  averageError,
  differenceOf,
  type HeadTruth,
  landmarkError,
  readHeadTruth,
  surfaceError,
} from './support/identity/head-truth.ts';
import { readOpenHead } from './support/open-head.ts';
import { hasSharedData, sharedPath } from './support/shared-data.ts';
import { clipObservations } from './support/solver/clip-takes.ts';

/** Rendered clips, whom they show and their camera's field of view. */
const TRUTH_CLIPS = [
  ['sweep_A', 'A', 45],
  ['pose_A', 'A', 45],
  ['mixlong_A', 'A', 45],
  ['wrinkle_A', 'A', 32],
  ['wrinkle2_B', 'B', 32],
  ['aged_E', 'E', 32],
] as const;

const REAL_CLIPS = ['man-speaks', 'woman-brows', 'woman-talks'];
/** Nobody knows those cameras. */
const USUAL_FIELD_OF_VIEW = 45;

const folder = process.argv[2] ?? join(tmpdir(), 'furrow-solver-bench');

interface Halves {
  readonly name: string;
  readonly person: string;
  readonly halves: readonly EnrolledHead[];
}

async function observe(name: string, clip: string) {
  return await clipObservations(folder, name, sharedPath(`data/dev/${clip}.mp4`), 'assembled');
}

function printAverages(truths: ReadonlyMap<string, HeadTruth>): void {
  const open = readOpenHead();
  const landmarks = landmarksOf(open);
  for (const [name, truth] of truths) {
    const numbers = [
      averageError(truth),
      landmarkError(landmarks, truth),
      surfaceError(open, landmarks, truth),
    ];
    console.log(`| ${name}, average heads | ${numbers.map((value) => value.toFixed(2)).join(' | ')} |`);
  }
}

async function measureTruth(truths: ReadonlyMap<string, HeadTruth>): Promise<Halves[]> {
  const all: Halves[] = [];
  for (const [clip, person, fieldOfView] of TRUTH_CLIPS) {
    const observations = await observe(clip, `truth/${clip}`);
    const { head, landmarks } = enrolObservations(observations, fieldOfView);
    const truth = truths.get(person);
    if (truth !== undefined) {
      const numbers = [landmarkError(landmarks, truth), surfaceError(head, landmarks, truth)];
      console.log(`| ${clip} | | ${numbers.map((value) => value.toFixed(2)).join(' | ')} |`);
    }
    all.push({ name: clip, person, halves: halvesOf(observations, fieldOfView) });
  }
  return all;
}

function halvesOf(observations: Awaited<ReturnType<typeof observe>>, fieldOfView: number): EnrolledHead[] {
  const middle = Math.floor(observations.length / 2);
  return [observations.slice(0, middle), observations.slice(middle)].map((half) =>
    enrolObservations(half, fieldOfView),
  );
}

function printHalves(people: readonly Halves[]): void {
  console.log('| clip | its halves, mm rms | nearest other person |');
  for (const { name, person, halves } of people) {
    const [first, second] = halves.map(({ landmarks }) => landmarks);
    if (first === undefined || second === undefined) {
      continue;
    }
    const others = people
      .filter((other) => other.person !== person)
      .flatMap((other) => other.halves.map(({ landmarks }) => differenceOf(first, landmarks)));
    console.log(
      `| ${name} | ${differenceOf(first, second).toFixed(2)} | ${Math.min(...others).toFixed(2)} |`,
    );
  }
}

if (hasSharedData) {
  await mkdir(folder, { recursive: true });
  const truths = new Map(['A', 'B', 'E'].map((name) => [name, readHeadTruth(name)]));
  console.log('| clip | its own average | landmarks, mm | surface, mm |');
  printAverages(truths);
  const people = await measureTruth(truths);
  for (const clip of REAL_CLIPS) {
    const observations = await observe(clip, clip);
    people.push({ name: clip, person: clip, halves: halvesOf(observations, USUAL_FIELD_OF_VIEW) });
  }
  printHalves(people);
} else {
  console.log('skipped: needs ../shared');
}
