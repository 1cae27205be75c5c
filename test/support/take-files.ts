import { join } from 'node:path';
import { MemorySource } from '../../src/main/import/byte-source.ts';
import { type TakeDamage, TakeReader } from '../../src/main/services/recording/take-reader.ts';
import { TakeWriter } from '../../src/main/services/recording/take-writer.ts';
import { TAKE_CHANNELS } from '../../src/shared/core/take/take-channels.ts';
import type { TakeRecord } from '../../src/shared/core/take/take-record.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../src/shared/core/tracking/pipeline-settings.ts';
import { SAMPLE_HEADER, sampleFrame, sampleObservation } from './sample-take.ts';

/** All topics but the overview, which is not recorded but made. */
export const RECORDED_TOPICS = TAKE_CHANNELS.map(({ topic }) => topic).filter(
  (topic) => topic !== '/overview',
);

/** Writes a take of `frames` sample frames at 60 Hz with settings at the start and a marker in the middle. */
export async function writeSampleTake(folder: string, frames: number, name = 'take.mcap'): Promise<string> {
  const path = join(folder, name);
  const writer = await TakeWriter.create(path, SAMPLE_HEADER);
  const start = SAMPLE_HEADER.monotonicTime;
  writer.writeSettings({ pipeline: DEFAULT_PIPELINE_SETTINGS, reset: true }, start);
  for (let index = 0; index < frames; index++) {
    const time = start + Math.round((index * 1000 * 1024) / 60) / 1024;
    writer.writeObservation(sampleObservation(index, time));
    writer.writeFrame(sampleFrame(index, time));
    if (index === Math.floor(frames / 2)) {
      writer.writeMarker({ kind: 'mark', time, label: 'half' });
    }
    await writer.ready();
  }
  await writer.end();
  return path;
}

/** Reads what is whole in the bytes of a take. */
export async function readTakeBytes(
  bytes: Uint8Array,
): Promise<{ records: TakeRecord[]; damage: TakeDamage }> {
  await using take = await TakeReader.read(new MemorySource(bytes, 'take.mcap'));
  return readRecords(take);
}

/** All recorded records of an open take. */
export async function readRecords(take: TakeReader): Promise<{ records: TakeRecord[]; damage: TakeDamage }> {
  const records: TakeRecord[] = [];
  for await (const record of take.records({ topics: RECORDED_TOPICS })) {
    records.push(record);
  }
  return { records, damage: take.damage };
}
