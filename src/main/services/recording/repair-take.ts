import { rename, rm } from 'node:fs/promises';
import { TAKE_VERSION } from '../../../shared/core/take/take-version.ts';
import { TAKE_ENDING } from './take-name.ts';
import { type TakeDamage, TakeReader } from './take-reader.ts';
import { TakeWriter } from './take-writer.ts';

export interface RepairReport {
  readonly frames: number;
  readonly observations: number;
  readonly damage: TakeDamage;
  /** Where the damaged file is kept; undefined when there was nothing to repair. */
  readonly keptAs: string | undefined;
}

/**
 * Makes a take whole again: everything in it that is whole goes into a new file, which takes its place. The damaged
 * file is kept beside it. A take that lacks nothing is left alone.
 *
 * @param now stands in the name of the damaged file
 * @throws AppError `take/missing`, `take/corrupt`, `take/newer-version`, `recording/write-failed`
 */
export async function repairTake(path: string, now: Date): Promise<RepairReport> {
  await using take = await TakeReader.open(path);
  const repaired = `${path}.repairing`;
  await rm(repaired, { force: true });
  try {
    const { frames, observations } = await copyRecords(take, repaired);
    const { damage } = take;
    if (take.isFinished && Object.values(damage).every((count) => count === 0)) {
      return { frames, observations, damage, keptAs: undefined };
    }
    const stem = path.endsWith(TAKE_ENDING) ? path.slice(0, -TAKE_ENDING.length) : path;
    const keptAs = `${stem} (damaged ${now.toISOString().replaceAll(':', '.')})${TAKE_ENDING}`;
    await rename(path, keptAs);
    await rename(repaired, path);
    return { frames, observations, damage, keptAs };
  } finally {
    await rm(repaired, { force: true });
  }
}

/** Overviews are made anew. */
const COPIED = ['/observation', '/frame', '/settings', '/marker', '/wrinkles'] as const;

async function copyRecords(
  take: TakeReader,
  path: string,
): Promise<{ frames: number; observations: number }> {
  const writer = await TakeWriter.create(path, { ...take.header, version: TAKE_VERSION });
  let time = take.header.monotonicTime;
  let frames = 0;
  let observations = 0;
  try {
    for await (const record of take.records({ topics: COPIED })) {
      switch (record.kind) {
        case 'observation':
          time = record.observation.time;
          writer.writeObservation(record.observation);
          observations += 1;
          break;
        case 'frame':
          writer.writeFrame(record.frame);
          frames += 1;
          break;
        case 'settings':
          writer.writeSettings(record.change, time);
          break;
        case 'marker':
          writer.writeMarker(record.marker);
          break;
        case 'wrinkles':
          writer.writeWrinkles(record.maps, time);
          break;
      }
      await writer.ready();
    }
    await writer.end();
  } catch (thrown) {
    await writer.abandon();
    throw thrown;
  }
  return { frames, observations };
}
