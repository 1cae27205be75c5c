import { hasMcapPrefix, MCAP_MAGIC, McapIndexedReader } from '@mcap/core';
import { MalformedMessageError } from '../../../shared/core/take/message-codec.ts';
import { TAKE_CHANNELS, type TakeTopic } from '../../../shared/core/take/take-channels.ts';
import type { TakeHeader } from '../../../shared/core/take/take-record.ts';
import { NewerTakeError, TAKE_VERSION } from '../../../shared/core/take/take-version.ts';
import type { ByteSource } from '../../import/byte-source.ts';
import { readMcapRecord } from './mcap-record.ts';
import { decodeHeader, TAKE_METADATA } from './take-metadata.ts';
import { TakeScanner } from './take-scanner.ts';

/** Nothing is read at once that is larger: the summary of some forty hours. */
const LARGEST_READ = 32 * 1024 * 1024;
const LARGEST_METADATA = 64 * 1024;

/** Where a chunk lies, and when its last message was logged (nanoseconds since 1970). */
export interface ChunkPlace {
  readonly offset: number;
  readonly endTime: bigint;
}

/** What is known of a take without its frames. */
export interface TakeIndex {
  readonly header: TakeHeader;
  /** Messages by channel id. */
  readonly counts: ReadonlyMap<number, number>;
  /** Nanoseconds since 1970; 0 without messages. */
  readonly startTime: bigint;
  readonly endTime: bigint;
  /** In the order of the file. */
  readonly chunks: readonly ChunkPlace[];
  /** Whether the take was finished, so that the numbers come from its summary. */
  readonly isFinished: boolean;
}

/** A reader of a take's summary and indices, for what it can do without going through the file. */
export function openIndexed(source: ByteSource): Promise<McapIndexedReader> {
  return McapIndexedReader.Initialize({
    readable: {
      size: async () => BigInt(source.length),
      read: async (offset, size) => {
        if (size > LARGEST_READ) {
          throw new MalformedMessageError(`${size} bytes at once are more than any take needs`);
        }
        return source.read(Number(offset), Number(size));
      },
    },
  });
}

/**
 * Reads the index of a finished take from its summary: a few reads, however long the take.
 * @throws NewerTakeError; anything else when the summary cannot be used
 */
export async function readSummary(source: ByteSource): Promise<TakeIndex> {
  const mcap = await openIndexed(source);
  const place = mcap.metadataIndexes.find(({ name }) => name === TAKE_METADATA);
  if (place === undefined || mcap.statistics === undefined || place.length > LARGEST_METADATA) {
    throw new MalformedMessageError('the summary lacks what a take has');
  }
  const metadata = readMcapRecord(await source.read(Number(place.offset), Number(place.length)));
  if (metadata?.type !== 'Metadata') {
    throw new MalformedMessageError("the take's header is damaged");
  }
  const { messageStartTime, messageEndTime, channelMessageCounts } = mcap.statistics;
  return {
    header: decodeHeader(metadata.metadata),
    counts: new Map([...channelMessageCounts].map(([id, count]) => [id, Number(count)])),
    startTime: messageStartTime,
    endTime: messageEndTime,
    chunks: mcap.chunkIndexes.map((chunk) => ({
      offset: Number(chunk.chunkStartOffset),
      endTime: chunk.messageEndTime,
    })),
    isFinished: true,
  };
}

/**
 * Makes the index by going through the file, for takes without a usable summary.
 * @returns undefined when there is nothing of a take in it
 * @throws NewerTakeError
 */
export async function rebuildIndex(source: ByteSource): Promise<TakeIndex | undefined> {
  let header: TakeHeader | undefined;
  const counts = new Map<number, number>(TAKE_CHANNELS.map(({ id }) => [id, 0]));
  const chunks: { readonly offset: number; endTime: bigint }[] = [];
  let startTime: bigint | undefined;
  let endTime = 0n;
  for await (const finding of new TakeScanner(source).scan()) {
    if (finding.kind === 'metadata') {
      header ??= finding.name === TAKE_METADATA ? tryDecodeHeader(finding.values) : undefined;
    } else if (finding.kind === 'chunk') {
      chunks.push({ offset: finding.offset, endTime: 0n });
    } else {
      const { channelId, logTime } = finding;
      counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
      const chunk = chunks.at(-1);
      if (chunk !== undefined && logTime > chunk.endTime) {
        chunk.endTime = logTime;
      }
      if (startTime === undefined || logTime < startTime) {
        startTime = logTime;
      }
      if (logTime > endTime) {
        endTime = logTime;
      }
    }
  }
  if (header === undefined && startTime === undefined) {
    return undefined;
  }
  startTime ??= 0n;
  return {
    header: header ?? unknownHeader(startTime),
    counts,
    startTime,
    endTime,
    chunks,
    isFinished: false,
  };
}

/** How many messages of a topic there are. */
export function countMessages(index: TakeIndex, topic: TakeTopic): number {
  const channel = TAKE_CHANNELS.find((candidate) => candidate.topic === topic);
  return index.counts.get(channel?.id ?? -1) ?? 0;
}

/** Whether a file begins like any MCAP file. */
export async function looksLikeMcap(source: ByteSource): Promise<boolean> {
  const start = await source.read(0, Math.min(MCAP_MAGIC.length, source.length));
  return hasMcapPrefix(new DataView(start.buffer, start.byteOffset, start.byteLength));
}

/** @throws NewerTakeError */
function tryDecodeHeader(values: ReadonlyMap<string, string>): TakeHeader | undefined {
  try {
    return decodeHeader(values);
  } catch (thrown) {
    if (thrown instanceof NewerTakeError) {
      throw thrown;
    }
    return undefined;
  }
}

/** Stands in for a header that was destroyed. */
function unknownHeader(startTime: bigint): TakeHeader {
  return {
    version: TAKE_VERSION,
    appVersion: '',
    wallTime: Number(startTime / 1_000_000n),
    monotonicTime: 0,
    identity: undefined,
    pack: undefined,
  };
}
