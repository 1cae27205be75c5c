import { crc32 } from 'node:zlib';
import { McapChunkBuilder, McapRecordBuilder, type McapTypes, Opcode } from '@mcap/core';
import { IMAGE_EVIDENCE_NAMES } from '../../../shared/core/face/image-evidence.ts';
import { encodeDescriptorSet } from '../../../shared/core/take/message-descriptor.ts';
import { TAKE_CHANNELS, type TakeChannel } from '../../../shared/core/take/take-channels.ts';
import type { TakeHeader } from '../../../shared/core/take/take-record.ts';
import { encodeHeader, TAKE_METADATA } from './take-metadata.ts';

/** An MCAP footer record with its opcode and length, up to its checksum. */
const FOOTER_PREFIX_BYTES = 1 + 8 + 8 + 8;

/**
 * Makes the bytes of a take, block by block, in memory: the beginning, any number of chunks with their indices, and
 * the end with the summary. @mcap/core's own writer closes a chunk only when it has grown large enough; a take closes
 * one every second, however little came.
 */
export class McapBlocks {
  readonly #chunk = new McapChunkBuilder({});
  readonly #metadata: McapTypes.Metadata;
  readonly #metadataIndices: McapTypes.MetadataIndex[] = [];
  readonly #chunkIndices: McapTypes.ChunkIndex[] = [];
  readonly #sequences = new Map<number, number>();
  readonly #library: string;
  /** Bytes made so far, and the checksum over them. */
  #position = 0;
  #crc = 0;

  constructor(header: TakeHeader) {
    this.#metadata = { name: TAKE_METADATA, metadata: encodeHeader(header) };
    this.#library = `furrow ${header.appVersion}`;
  }

  /** Bytes of the chunk that is being filled. */
  get chunkBytes(): number {
    return this.#chunk.byteLength;
  }

  /** The first block: file header, schemas, channels and the take's header. */
  begin(): Uint8Array {
    const records = new McapRecordBuilder();
    records.writeMagic();
    records.writeHeader({ profile: 'furrow', library: this.#library });
    writeSchemas(records);
    writeChannels(records);
    this.#writeMetadata(records);
    return this.#seal(records);
  }

  /** Adds a message to the chunk; `logTime` in nanoseconds since 1970. */
  add(channelId: number, logTime: bigint, data: Uint8Array): void {
    const sequence = this.#sequences.get(channelId) ?? 0;
    this.#sequences.set(channelId, sequence + 1);
    this.#chunk.addMessage({ channelId, sequence, logTime, publishTime: logTime, data });
  }

  /** The chunk so far as a block, or undefined when it is empty. The next message begins a new one. */
  finishChunk(): Uint8Array | undefined {
    const chunk = this.#chunk;
    if (chunk.numMessages === 0) {
      return undefined;
    }
    const records = new McapRecordBuilder();
    const { buffer: content, messageStartTime, messageEndTime } = chunk;
    const uncompressedSize = BigInt(content.byteLength);
    const chunkStartOffset = BigInt(this.#position);
    const chunkLength = records.writeChunk({
      messageStartTime,
      messageEndTime,
      uncompressedSize,
      uncompressedCrc: crc32(content),
      compression: '',
      records: content,
    });
    const messageIndexOffsets = new Map<number, bigint>();
    for (const index of chunk.indices) {
      messageIndexOffsets.set(index.channelId, chunkStartOffset + BigInt(records.length));
      records.writeMessageIndex(index);
    }
    this.#chunkIndices.push({
      messageStartTime,
      messageEndTime,
      chunkStartOffset,
      chunkLength,
      messageIndexOffsets,
      messageIndexLength: BigInt(records.length) - chunkLength,
      compression: '',
      compressedSize: uncompressedSize,
      uncompressedSize,
    });
    chunk.reset();
    return this.#seal(records);
  }

  /** The last block: the take's header once more, the summary and the footer. The chunk has been finished before. */
  end(): Uint8Array {
    const data = new McapRecordBuilder();
    this.#writeMetadata(data);
    const lastData = this.#seal(data);
    const dataEnd = new McapRecordBuilder();
    dataEnd.writeDataEnd({ dataSectionCrc: this.#crc });
    const summaryStart = BigInt(this.#position + dataEnd.length);
    const summary = new McapRecordBuilder();
    const groups = this.#writeSummary(summary);
    const summaryOffsetStart = summaryStart + BigInt(summary.length);
    for (const { groupOpcode, start, end } of groups) {
      summary.writeSummaryOffset({
        groupOpcode,
        groupStart: summaryStart + BigInt(start),
        groupLength: BigInt(end - start),
      });
    }
    const footer = new McapRecordBuilder();
    footer.writeFooter({ summaryStart, summaryOffsetStart, summaryCrc: 0 });
    const footerPrefix = footer.buffer.slice(0, FOOTER_PREFIX_BYTES);
    footer.reset();
    footer.writeFooter({
      summaryStart,
      summaryOffsetStart,
      summaryCrc: crc32(footerPrefix, crc32(summary.buffer)),
    });
    footer.writeMagic();
    return Buffer.concat([lastData, dataEnd.buffer, summary.buffer, footer.buffer]);
  }

  #writeMetadata(records: McapRecordBuilder): void {
    const offset = BigInt(this.#position + records.length);
    const length = records.writeMetadata(this.#metadata);
    this.#metadataIndices.push({ name: TAKE_METADATA, offset, length });
  }

  /** Writes the summary's groups and says where in `summary` each lies. */
  #writeSummary(summary: McapRecordBuilder) {
    const groups: { readonly groupOpcode: Opcode; readonly start: number; readonly end: number }[] = [];
    const group = (groupOpcode: Opcode, write: () => void): void => {
      const start = summary.length;
      write();
      if (summary.length > start) {
        groups.push({ groupOpcode, start, end: summary.length });
      }
    };
    group(Opcode.SCHEMA, () => writeSchemas(summary));
    group(Opcode.CHANNEL, () => writeChannels(summary));
    group(Opcode.STATISTICS, () => summary.writeStatistics(this.#statistics()));
    group(Opcode.METADATA_INDEX, () => {
      for (const index of this.#metadataIndices) {
        summary.writeMetadataIndex(index);
      }
    });
    group(Opcode.CHUNK_INDEX, () => {
      for (const index of this.#chunkIndices) {
        summary.writeChunkIndex(index);
      }
    });
    return groups;
  }

  #statistics(): McapTypes.Statistics {
    const counts = new Map([...this.#sequences].map(([channelId, count]) => [channelId, BigInt(count)]));
    return {
      messageCount: [...counts.values()].reduce((sum, count) => sum + count, 0n),
      schemaCount: TAKE_CHANNELS.length,
      channelCount: TAKE_CHANNELS.length,
      attachmentCount: 0,
      metadataCount: this.#metadataIndices.length,
      chunkCount: this.#chunkIndices.length,
      messageStartTime: earliest(this.#chunkIndices.map((index) => index.messageStartTime)),
      messageEndTime: -earliest(this.#chunkIndices.map((index) => -index.messageEndTime)),
      channelMessageCounts: counts,
    };
  }

  /** A block's bytes as a copy of their own, counted into position and checksum. */
  #seal(records: McapRecordBuilder): Uint8Array {
    const block = records.buffer.slice();
    this.#position += block.byteLength;
    this.#crc = crc32(block, this.#crc);
    return block;
  }
}

/** The least of some times, 0 without any. */
function earliest(times: readonly bigint[]): bigint {
  let least = times[0] ?? 0n;
  for (const time of times) {
    if (time < least) {
      least = time;
    }
  }
  return least;
}

/** One schema per channel, with the channel's id. */
function writeSchemas(records: McapRecordBuilder): void {
  for (const channel of TAKE_CHANNELS as readonly TakeChannel[]) {
    records.writeSchema({
      id: channel.id,
      name: channel.schemaName,
      encoding: channel.encoding === 'protobuf' ? 'protobuf' : 'jsonschema',
      data:
        channel.encoding === 'protobuf'
          ? encodeDescriptorSet(channel.message)
          : new TextEncoder().encode(JSON.stringify(channel.schema)),
    });
  }
}

/** Names of the numbers in an observation's evidence, since their list may grow. */
const OBSERVATION_METADATA = new Map([['image_evidence', IMAGE_EVIDENCE_NAMES.join(',')]]);

function writeChannels(records: McapRecordBuilder): void {
  for (const { id, topic, encoding } of TAKE_CHANNELS) {
    records.writeChannel({
      id,
      schemaId: id,
      topic,
      messageEncoding: encoding,
      metadata: topic === '/observation' ? OBSERVATION_METADATA : new Map(),
    });
  }
}
