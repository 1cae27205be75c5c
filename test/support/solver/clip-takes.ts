import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TakeReader } from '../../../src/main/services/recording/take-reader.ts';
import {
  copyObservation,
  createFaceObservation,
  type FaceObservation,
} from '../../../src/shared/core/face/face-observation.ts';
import { sharedPath } from '../shared-data.ts';

export const BUNDLES = ['official', 'assembled'] as const;
export type Bundle = (typeof BUNDLES)[number];

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The observations of a clip, tracked with a bundle. They are kept as a take in `folder` and read from there the next
 * time; the project must be built.
 *
 * @param input a file, or `demo:NAME`.
 */
export async function clipObservations(
  folder: string,
  name: string,
  input: string,
  bundle: Bundle,
): Promise<FaceObservation[]> {
  const take = takePath(folder, name, bundle);
  if (!hasTake(folder, name, bundle)) {
    const data = join(folder, `data-${bundle}`);
    if (bundle === 'official') {
      const pack = join(data, 'packs', 'face-landmarker');
      await mkdir(pack, { recursive: true });
      await copyFile(sharedPath('data/face_landmarker.task'), join(pack, 'face_landmarker.task'));
    }
    await promisify(execFile)(
      process.execPath,
      [join(PROJECT, 'out/main/furrow.js'), 'capture', input, '--out', take, '--json'],
      { env: { ...process.env, FURROW_DATA: data } },
    );
  }
  return readObservations(take);
}

/** Whether `clipObservations` would find the take. */
export function hasTake(folder: string, name: string, bundle: Bundle): boolean {
  return existsSync(takePath(folder, name, bundle));
}

function takePath(folder: string, name: string, bundle: Bundle): string {
  return join(folder, `${name}.${bundle}.mcap`);
}

async function readObservations(path: string): Promise<FaceObservation[]> {
  await using take = await TakeReader.open(path);
  const observations: FaceObservation[] = [];
  for await (const record of take.records({ topics: ['/observation'] })) {
    if (record.kind === 'observation') {
      const observation = createFaceObservation();
      copyObservation(record.observation, observation);
      observations.push(observation);
    }
  }
  return observations;
}
