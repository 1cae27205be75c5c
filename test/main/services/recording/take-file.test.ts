import { readFile, stat } from 'node:fs/promises';
import { McapIndexedReader, McapStreamReader } from '@mcap/core';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../../src/main/import/byte-source.ts';
import { TakeReader } from '../../../../src/main/services/recording/take-reader.ts';
import { TakeWriter } from '../../../../src/main/services/recording/take-writer.ts';
import type { FaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { SAMPLE_HEADER, sampleFrame, sampleObservation } from '../../../support/sample-take.ts';
import { readRecords, writeSampleTake } from '../../../support/take-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A source that counts what is read of it. */
class CountingSource extends MemorySource {
  readBytes = 0;

  override async read(position: number, length: number): Promise<Uint8Array> {
    this.readBytes += length;
    return super.read(position, length);
  }
}

describe('takes', () => {
  it('give back every bit of what was written', async () => {
    const path = await writeSampleTake(await temporaryFolder(), 150);

    await using take = await TakeReader.open(path);
    const { records, damage } = await readRecords(take);

    expect(take.header).toEqual(SAMPLE_HEADER);
    expect([take.frames, take.observations, take.markers, take.isFinished]).toEqual([150, 150, 1, true]);
    expect(take.duration).toBeCloseTo((149 * 1000) / 60, 2);
    expect(damage).toEqual({ lostBytes: 0, lostMessages: 0, malformedMessages: 0 });
    expect(records.slice(0, 3).map(({ kind }) => kind)).toEqual(['settings', 'observation', 'frame']);
    const frames = records.flatMap((record) => (record.kind === 'frame' ? [record.frame] : []));
    const observations = records.flatMap((record) =>
      record.kind === 'observation' ? [record.observation] : [],
    );
    expect(frames).toEqual(frames.map(({ index, time }) => sampleFrame(index, time)));
    expect(observations).toEqual(observations.map(({ index, time }) => sampleObservation(index, time)));
    expect(frames.map(({ index }) => index)).toEqual(Array.from({ length: 150 }, (_, index) => index));
  });

  it('keep -0, the smallest float and wrinkles apart from their absence', async () => {
    const folder = await temporaryFolder();
    const writer = await TakeWriter.create(`${folder}/bits.mcap`, SAMPLE_HEADER);
    const frame: FaceFrame = { ...sampleFrame(0, 5000), wrinkleTime: 4990 };
    frame.expression.set([-0, 1.401298464324817e-45]);
    writer.writeFrame(frame);
    writer.writeFrame({ ...sampleFrame(1, 5016) });
    await writer.end();

    await using take = await TakeReader.open(`${folder}/bits.mcap`);
    const { records } = await readRecords(take);

    expect(records).toEqual([
      { kind: 'frame', frame },
      { kind: 'frame', frame: sampleFrame(1, 5016) },
    ]);
  });

  it('pass every check of the MCAP reader, which is not ours', async () => {
    const bytes = await readFile(await writeSampleTake(await temporaryFolder(), 300));
    const mcap = await McapIndexedReader.Initialize({
      readable: {
        size: async () => BigInt(bytes.length),
        read: async (offset, size) => bytes.subarray(Number(offset), Number(offset + size)),
      },
    });
    const counts = new Map<string, number>();
    for await (const { channelId } of mcap.readMessages({ validateCrcs: true })) {
      const topic = mcap.channelsById.get(channelId)?.topic ?? '';
      counts.set(topic, (counts.get(topic) ?? 0) + 1);
    }
    const stream = new McapStreamReader({ validateCrcs: true });
    stream.append(bytes);
    while (stream.nextRecord() !== undefined) {}

    expect(Object.fromEntries(counts)).toEqual({
      '/settings': 1,
      '/observation': 300,
      '/frame': 300,
      '/marker': 1,
      '/overview': 7,
    });
    expect(mcap.statistics?.messageCount).toBe(609n);
    expect([...mcap.schemasById.values()].map(({ name, encoding }) => [name, encoding])).toEqual([
      ['furrow.FaceObservation', 'protobuf'],
      ['furrow.FaceFrame', 'protobuf'],
      ['furrow.Overview', 'protobuf'],
      ['furrow.Settings', 'jsonschema'],
      ['furrow.Marker', 'jsonschema'],
      ['furrow.WrinkleBasis', 'protobuf'],
    ]);
    expect(stream.done()).toBe(true);
    const first = mcap.chunkIndexes[0];
    // 5000 ms of the monotonic clock is the moment the header's wall time names.
    expect(first?.messageStartTime).toBe(1_750_000_000_000_000_000n);
    expect(Number((first?.messageEndTime ?? 0n) - (first?.messageStartTime ?? 0n)) / 1e6).toBeLessThan(800);
  });

  it('belong to their owner alone', async () => {
    const path = await writeSampleTake(await temporaryFolder(), 1);

    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('open and show their overview without reading the frames, and begin anywhere', async () => {
    const bytes = await readFile(await writeSampleTake(await temporaryFolder(), 60 * 60));
    const source = new CountingSource(bytes, 'take.mcap');

    await using take = await TakeReader.read(source);
    expect(take.frames).toBe(3600);
    const openedWith = source.readBytes;
    const overview = await take.overview();
    const shownWith = source.readBytes;
    const times: number[] = [];
    for await (const record of take.records({ topics: ['/frame'], fromTime: 5000 + 59_500 })) {
      if (record.kind === 'frame') {
        times.push(record.frame.time);
      }
    }

    // A summary grows by some 200 bytes a chunk: two hours are 9000 chunks, 2 MB.
    expect(openedWith).toBeLessThan(30_000);
    expect(shownWith).toBeLessThan(160_000);
    expect(overview.reduce((sum, { frames }) => sum + frames, 0)).toBe(3600);
    expect(times[0]).toBeGreaterThan(5000 + 58_000);
    expect(times[0]).toBeLessThanOrEqual(5000 + 59_500);
    expect(times.at(-1)).toBeCloseTo(5000 + (3599 * 1000) / 60, 2);
    expect(source.readBytes - shownWith).toBeLessThan(bytes.length / 8);
  });
});
