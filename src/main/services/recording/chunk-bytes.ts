import { crc32 } from 'node:zlib';
import { Opcode } from '@mcap/core';

/** Opcode and length, before every MCAP record. */
export const RECORD_HEAD_BYTES = 9;
/** Of a chunk record without compression, what comes between its head and its messages. */
const CHUNK_PREFIX_BYTES = 8 + 8 + 8 + 4 + 4 + 8;
/** As much of a chunk as has to be read to know whether it is one. */
export const CHUNK_HEAD_BYTES = RECORD_HEAD_BYTES + CHUNK_PREFIX_BYTES;
/** Of a message record, what comes before its data: channel, sequence, log time, publish time. */
const MESSAGE_PREFIX_BYTES = 2 + 4 + 8 + 8;
/** No record of a take comes near this; anything that claims more is damaged or hostile. */
const LARGEST_RECORD = 32 * 1024 * 1024;

/** Opcode and content length of the record at the start of `bytes`; undefined when no record can begin like this. */
export function readRecordHead(bytes: Uint8Array): { opcode: number; length: number } | undefined {
  if (bytes.byteLength < RECORD_HEAD_BYTES) {
    return undefined;
  }
  const view = viewOf(bytes);
  const opcode = view.getUint8(0);
  const length = view.getBigUint64(1, true);
  if (opcode < Opcode.MIN || opcode > Opcode.MAX || length > LARGEST_RECORD) {
    return undefined;
  }
  return { opcode, length: Number(length) };
}

/**
 * The checksum and length of the messages in the chunk whose head (`CHUNK_HEAD_BYTES`) is given. A chunk says its
 * length three times; undefined when they disagree, or when it is compressed, which a take's chunks never are.
 */
export function readChunkHead(bytes: Uint8Array): { crc: number; contentBytes: number } | undefined {
  const head = readRecordHead(bytes);
  if (head?.opcode !== Opcode.CHUNK || bytes.byteLength < CHUNK_HEAD_BYTES) {
    return undefined;
  }
  const view = viewOf(bytes);
  const contentBytes = head.length - CHUNK_PREFIX_BYTES;
  const isUncompressed = view.getUint32(RECORD_HEAD_BYTES + 28, true) === 0;
  const agrees =
    view.getBigUint64(RECORD_HEAD_BYTES + 16, true) === BigInt(contentBytes) &&
    view.getBigUint64(RECORD_HEAD_BYTES + 32, true) === BigInt(contentBytes);
  return contentBytes >= 0 && isUncompressed && agrees
    ? { crc: view.getUint32(RECORD_HEAD_BYTES + 24, true), contentBytes }
    : undefined;
}

/** Whether a chunk's messages are as they were written; a checksum of 0 means that there is none. */
export function isIntact(content: Uint8Array, crc: number): boolean {
  return crc === 0 || crc32(content) === crc;
}

/** A message as it stands in a chunk; `data` is a view of it. */
export interface ChunkMessage {
  readonly channelId: number;
  readonly sequence: number;
  /** Nanoseconds since 1970. */
  readonly logTime: bigint;
  readonly data: Uint8Array;
}

/** The whole records in a chunk's content, heads included, until it ends or what follows is no record. */
export function* readChunkRecords(content: Uint8Array): Generator<Uint8Array, void, void> {
  let offset = 0;
  for (;;) {
    const head = readRecordHead(content.subarray(offset, offset + RECORD_HEAD_BYTES));
    const end = offset + RECORD_HEAD_BYTES + (head?.length ?? 0);
    if (head === undefined || end > content.byteLength) {
      return;
    }
    yield content.subarray(offset, end);
    offset = end;
  }
}

/** Reads a message record; undefined when it is too short for one. */
export function readMessage(record: Uint8Array): ChunkMessage | undefined {
  if (record.byteLength < RECORD_HEAD_BYTES + MESSAGE_PREFIX_BYTES) {
    return undefined;
  }
  const view = viewOf(record);
  return {
    channelId: view.getUint16(RECORD_HEAD_BYTES, true),
    sequence: view.getUint32(RECORD_HEAD_BYTES + 2, true),
    logTime: view.getBigUint64(RECORD_HEAD_BYTES + 6, true),
    data: record.subarray(RECORD_HEAD_BYTES + MESSAGE_PREFIX_BYTES),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
