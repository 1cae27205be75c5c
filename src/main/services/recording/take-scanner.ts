import { MCAP_MAGIC, Opcode } from '@mcap/core';
import { TAKE_CHANNELS, type TakeTopic } from '../../../shared/core/take/take-channels.ts';
import type { ByteSource } from '../../import/byte-source.ts';
import {
  CHUNK_HEAD_BYTES,
  isIntact,
  RECORD_HEAD_BYTES,
  readChunkHead,
  readChunkRecords,
  readMessage,
  readRecordHead,
} from './chunk-bytes.ts';
import { readMcapRecord } from './mcap-record.ts';

/** Read at once; several chunks of an ordinary take. */
const WINDOW_BYTES = 1024 * 1024;
/** Of the small records (header, channels, metadata), no take's is larger. */
const LARGEST_SMALL_RECORD = 64 * 1024;
/** Footer and magic at the end of a whole file. */
const FOOTER_BYTES = RECORD_HEAD_BYTES + 20;
const DATA_END_BYTES = RECORD_HEAD_BYTES + 4;

/** What a scan found, in the order of the file. */
export type Finding =
  | { readonly kind: 'metadata'; readonly name: string; readonly values: ReadonlyMap<string, string> }
  /** A chunk begins; its messages follow. */
  | { readonly kind: 'chunk'; readonly offset: number }
  | {
      readonly kind: 'message';
      readonly topic: TakeTopic;
      readonly channelId: number;
      readonly sequence: number;
      readonly logTime: bigint;
      readonly data: Uint8Array;
    };

/**
 * Reads a take from start to end without trusting anything in it. A chunk counts only when its checksum is right;
 * behind damage the next such chunk is searched for. Where the file breaks off within a chunk, the messages before
 * that are taken.
 */
export class TakeScanner {
  readonly #source: ByteSource;
  readonly #topics = new Map<number, TakeTopic>(TAKE_CHANNELS.map(({ id, topic }) => [id, topic]));
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;
  /** Bytes that belong to nothing whole. */
  lostBytes = 0;
  /** Whether the file has the end of a finished take. */
  isFinished = false;
  /** Checksums computed in vain are limited to this many bytes: a hostile file could ask for as many as it likes. */
  #effort: number;

  constructor(source: ByteSource) {
    this.#source = source;
    this.#effort = 4 * source.length + WINDOW_BYTES;
  }

  /** @param from offset of a chunk to begin with instead of the file's start */
  async *scan(from: number = MCAP_MAGIC.length): AsyncGenerator<Finding, void, void> {
    const end = await this.#findEnd();
    let offset = Math.min(from, end);
    while (offset < end) {
      const head = readRecordHead(await this.#bytes(offset, RECORD_HEAD_BYTES));
      const next = head === undefined ? undefined : await this.#recordEnd(offset, head, end);
      if (head === undefined || next === undefined) {
        const found = await this.#findChunk(offset + 1, end);
        this.lostBytes += found - offset;
        offset = found;
        continue;
      }
      if (head.opcode === Opcode.CHUNK) {
        yield* this.#readChunk(offset, Math.min(next, end));
      } else {
        yield* this.#readSmallRecord(head.opcode, await this.#bytes(offset, next - offset));
      }
      offset = next;
    }
  }

  async *#readChunk(offset: number, end: number): AsyncGenerator<Finding, void, void> {
    const bytes = await this.#bytes(offset, end - offset);
    const head = readChunkHead(bytes);
    const content = bytes.subarray(CHUNK_HEAD_BYTES);
    const isCutOff = head !== undefined && content.byteLength < head.contentBytes;
    if (head === undefined || !(isCutOff || isIntact(content, head.crc))) {
      this.lostBytes += bytes.byteLength;
      return;
    }
    yield { kind: 'chunk', offset };
    let usedBytes = 0;
    for (const record of readChunkRecords(content)) {
      usedBytes += record.byteLength;
      yield* this.#readChunkRecord(record);
    }
    if (isCutOff) {
      this.lostBytes += content.byteLength - usedBytes;
    }
  }

  *#readChunkRecord(record: Uint8Array): Generator<Finding, void, void> {
    const opcode = record[0];
    if (opcode === Opcode.CHANNEL) {
      yield* this.#readSmallRecord(opcode, record);
    }
    const message = opcode === Opcode.MESSAGE ? readMessage(record) : undefined;
    const topic = this.#topics.get(message?.channelId ?? -1);
    if (message !== undefined && topic !== undefined) {
      yield { kind: 'message', topic, ...message };
    }
  }

  *#readSmallRecord(opcode: number, bytes: Uint8Array): Generator<Finding, void, void> {
    const isWanted = opcode === Opcode.METADATA || opcode === Opcode.CHANNEL;
    if (!isWanted || bytes.byteLength > LARGEST_SMALL_RECORD) {
      return;
    }
    const record = readMcapRecord(bytes);
    if (record?.type === 'Metadata') {
      yield { kind: 'metadata', name: record.name, values: record.metadata };
    } else if (record?.type === 'Channel') {
      const channel = TAKE_CHANNELS.find(({ topic }) => topic === record.topic);
      if (channel !== undefined) {
        this.#topics.set(record.id, channel.topic);
      }
    }
  }

  /** Where the data ends: before the summary of a finished take, otherwise with the file. */
  async #findEnd(): Promise<number> {
    const { length } = this.#source;
    const start = Math.max(0, length - FOOTER_BYTES - MCAP_MAGIC.length);
    const bytes = await this.#bytes(start, length - start);
    const head = readRecordHead(bytes);
    const hasMagic = MCAP_MAGIC.every((byte, index) => bytes[FOOTER_BYTES + index] === byte);
    if (head?.opcode !== Opcode.FOOTER || !hasMagic) {
      return length;
    }
    this.isFinished = true;
    // With the magic, which @mcap/core wants to see after a footer.
    const record = readMcapRecord(bytes);
    const end = record?.type === 'Footer' ? Number(record.summaryStart) - DATA_END_BYTES : length;
    // Nothing vouches for the footer, but before the summary there is always the data's end.
    const isEnd = readRecordHead(await this.#bytes(end, RECORD_HEAD_BYTES))?.opcode === Opcode.DATA_END;
    return isEnd ? end : length;
  }

  /**
   * Where a record ends, if it is believable: it must be followed by another one or by the end. One that is cut off
   * ends beyond `end`.
   */
  async #recordEnd(
    offset: number,
    head: { opcode: number; length: number },
    end: number,
  ): Promise<number | undefined> {
    const next = offset + RECORD_HEAD_BYTES + head.length;
    if (next > end) {
      const isCutOff = readChunkHead(await this.#bytes(offset, CHUNK_HEAD_BYTES)) !== undefined;
      return isCutOff ? next : undefined;
    }
    const following = await this.#bytes(next, RECORD_HEAD_BYTES);
    const isFollowed = following.byteLength < RECORD_HEAD_BYTES || readRecordHead(following) !== undefined;
    return isFollowed ? next : undefined;
  }

  /** The first chunk from `start` on that is whole, or cut off by the end of the file; `end` when there is none. */
  async #findChunk(start: number, end: number): Promise<number> {
    for (let offset = start; offset + CHUNK_HEAD_BYTES <= end; ) {
      const window = await this.#bytes(offset, WINDOW_BYTES);
      const lastIndex = window.byteLength - CHUNK_HEAD_BYTES;
      for (
        let index = window.indexOf(Opcode.CHUNK);
        index !== -1 && index <= lastIndex;
        index = window.indexOf(Opcode.CHUNK, index + 1)
      ) {
        const head = readChunkHead(window.subarray(index, index + CHUNK_HEAD_BYTES));
        if (head !== undefined && (await this.#holdsChunk(offset + index, head, end))) {
          return offset + index;
        }
      }
      offset += lastIndex + 1;
    }
    return end;
  }

  async #holdsChunk(
    offset: number,
    { crc, contentBytes }: { crc: number; contentBytes: number },
    end: number,
  ): Promise<boolean> {
    const start = offset + CHUNK_HEAD_BYTES;
    if (start + contentBytes > end) {
      return true;
    }
    this.#effort -= contentBytes;
    return this.#effort > 0 && isIntact(await this.#bytes(start, contentBytes), crc);
  }

  /** Up to `length` bytes at `offset`, fewer at the end of the file; a view that stays valid. */
  async #bytes(offset: number, length: number): Promise<Uint8Array> {
    const available = offset < 0 ? 0 : Math.max(0, Math.min(length, this.#source.length - offset));
    if (available === 0) {
      return new Uint8Array(0);
    }
    const start = offset - this.#windowStart;
    if (start < 0 || start + available > this.#window.byteLength) {
      this.#windowStart = offset;
      const wanted = Math.max(available, WINDOW_BYTES);
      this.#window = await this.#source.read(offset, Math.min(wanted, this.#source.length - offset));
    }
    const from = offset - this.#windowStart;
    return this.#window.subarray(from, from + available);
  }
}
