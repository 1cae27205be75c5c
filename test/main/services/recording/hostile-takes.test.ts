import { readFile, writeFile } from 'node:fs/promises';
import { McapRecordBuilder, McapWriter, TempBuffer } from '@mcap/core';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../../src/main/import/byte-source.ts';
import { TakeReader } from '../../../../src/main/services/recording/take-reader.ts';
import { TakeWriter } from '../../../../src/main/services/recording/take-writer.ts';
import { encodeMessage } from '../../../../src/shared/core/take/message-codec.ts';
import { encodeFrame } from '../../../../src/shared/core/take/take-codec.ts';
import { FRAME_MESSAGE } from '../../../../src/shared/core/take/take-messages.ts';
import { SAMPLE_HEADER, sampleFrame } from '../../../support/sample-take.ts';
import { readRecords, writeSampleTake } from '../../../support/take-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A source that counts the largest read, to catch sizes that are believed. */
class MeasuredSource extends MemorySource {
  largestRead = 0;

  override async read(position: number, length: number): Promise<Uint8Array> {
    this.largestRead = Math.max(this.largestRead, length);
    return super.read(position, length);
  }
}

/** A well-formed MCAP file by @mcap/core with the messages given, on the channel of that topic. */
async function foreignFile(topic: string, messages: readonly Uint8Array[]): Promise<Uint8Array> {
  const buffer = new TempBuffer();
  const writer = new McapWriter({ writable: buffer });
  await writer.start();
  const schemaId = await writer.registerSchema({
    name: 'a',
    encoding: 'protobuf',
    data: new Uint8Array(2),
  });
  const channelId = await writer.registerChannel({
    topic,
    schemaId,
    messageEncoding: 'protobuf',
    metadata: new Map(),
  });
  for (const [sequence, data] of messages.entries()) {
    await writer.addMessage({ channelId, sequence, logTime: 1n, publishTime: 1n, data });
  }
  await writer.end();
  return buffer.get();
}

async function open(bytes: Uint8Array): Promise<TakeReader> {
  return TakeReader.read(new MemorySource(bytes, 'hostile.mcap'));
}

describe('hostile takes', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['zeros', new Uint8Array(100_000)],
    ['text', new TextEncoder().encode('{"frames": []}'.repeat(1000))],
  ])('made of %s are refused', async (_, bytes) => {
    await expect(open(bytes)).rejects.toMatchObject({ code: 'take/corrupt' });
  });

  it('that are files of another program are refused', async () => {
    await expect(open(await foreignFile('/camera', []))).rejects.toMatchObject({ code: 'take/corrupt' });
  });

  it('that are missing, or folders, say so', async () => {
    const folder = await temporaryFolder();
    await expect(TakeReader.open(`${folder}/none.mcap`)).rejects.toMatchObject({ code: 'take/missing' });
    await expect(TakeReader.open(folder)).rejects.toMatchObject({ code: 'take/corrupt' });
  });

  it('of a newer version are refused by name, whole or cut off', async () => {
    const folder = await temporaryFolder();
    const path = `${folder}/newer.mcap`;
    const writer = await TakeWriter.create(path, { ...SAMPLE_HEADER, version: 2 });
    writer.writeFrame(sampleFrame(0, 5000));
    await writer.end();
    const bytes = await readFile(path);

    for (const part of [bytes, bytes.subarray(0, bytes.length - 100)]) {
      await expect(open(part)).rejects.toMatchObject({
        code: 'take/newer-version',
        message: expect.stringContaining('take version 2; this one reads up to 1'),
      });
    }
  });

  it('lose messages that are too long, too short, of a wrong type or not finite', async () => {
    const nan = sampleFrame(0, 0);
    nan.expression[3] = Number.NaN;
    const bytes = await foreignFile('/frame', [
      encodeFrame(sampleFrame(0, 0)),
      encodeFrame(nan),
      encodeMessage(FRAME_MESSAGE, { tracking: 'tracked', head_rotation: new Float32Array(30_000) }),
      encodeMessage(FRAME_MESSAGE, { tracking: 'nonsense' }),
      encodeFrame(sampleFrame(0, 0)).subarray(0, 100),
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff),
      new Uint8Array(1_000_000),
    ]);

    await using take = await open(bytes);
    const { records, damage } = await readRecords(take);

    expect(records).toEqual([{ kind: 'frame', frame: sampleFrame(0, 0) }]);
    expect(damage.malformedMessages).toBe(6);
  });

  it('that claim enormous records make nobody read or allocate them', async () => {
    const records = new McapRecordBuilder();
    records.writeMagic();
    records.writeHeader({ profile: '', library: '' });
    const head = new DataView(new ArrayBuffer(9));
    head.setUint8(0, 6);
    head.setBigUint64(1, 2n ** 62n, true);
    const bytes = Buffer.concat([records.buffer, new Uint8Array(head.buffer), Buffer.alloc(100_000, 6)]);
    const source = new MeasuredSource(bytes, 'hostile.mcap');

    await expect(TakeReader.read(source)).rejects.toMatchObject({ code: 'take/corrupt' });

    expect(source.largestRead).toBeLessThanOrEqual(1024 * 1024);
  });

  it('whose footer points anywhere are read by going through them', async () => {
    const path = await writeSampleTake(await temporaryFolder(), 30);
    const bytes = await readFile(path);
    for (const start of [0n, 8n, 1000n, BigInt(bytes.length), 2n ** 63n]) {
      bytes.writeBigUInt64LE(start, bytes.length - 8 - 20);

      await using take = await open(bytes);
      const { records } = await readRecords(take);

      expect(records.filter(({ kind }) => kind === 'frame')).toHaveLength(30);
    }
  });

  it('made of beginnings of chunks take no more effort than their size allows', async () => {
    const size = 4 * 1024 * 1024;
    const bytes = Buffer.alloc(size);
    // Every 50 bytes a chunk that claims half the file and has a wrong checksum.
    for (let offset = 64; offset + 50 < size; offset += 50) {
      const contentBytes = BigInt(size >> 1);
      bytes.writeUInt8(6, offset);
      bytes.writeBigUInt64LE(contentBytes + 40n, offset + 1);
      bytes.writeBigUInt64LE(contentBytes, offset + 25);
      bytes.writeUInt32LE(1, offset + 33);
      bytes.writeBigUInt64LE(contentBytes, offset + 41);
    }
    const source = new MeasuredSource(bytes, 'hostile.mcap');
    let readBytes = 0;
    const read = source.read.bind(source);
    source.read = (position, length) => {
      readBytes += length;
      return read(position, length);
    };

    const outcome = await TakeReader.read(source).catch((thrown: unknown) => thrown);

    expect(outcome).toMatchObject({ code: 'take/corrupt' });
    expect(readBytes).toBeLessThan(40 * size);
  });

  it('with a renamed channel or a flood of markers stay readable', async () => {
    const folder = await temporaryFolder();
    const writer = await TakeWriter.create(`${folder}/markers.mcap`, SAMPLE_HEADER);
    for (let i = 0; i < 1000; i++) {
      writer.writeMarker({ kind: 'mark', time: 5000, label: 'x'.repeat(i) });
    }
    await writer.end();
    await writeFile(`${folder}/copy.mcap`, await readFile(`${folder}/markers.mcap`));

    await using take = await TakeReader.open(`${folder}/copy.mcap`);
    const { records, damage } = await readRecords(take);

    expect(records).toHaveLength(201);
    expect(damage.malformedMessages).toBe(799);
  });
});
