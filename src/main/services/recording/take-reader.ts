import { access } from 'node:fs/promises';
import { logTime } from '../../../shared/core/take/log-time.ts';
import { MalformedMessageError } from '../../../shared/core/take/message-codec.ts';
import { type Overview, OverviewAccumulator } from '../../../shared/core/take/overview.ts';
import type { TakeTopic } from '../../../shared/core/take/take-channels.ts';
import type { TakeHeader, TakeRecord } from '../../../shared/core/take/take-record.ts';
import { migrationFrom, NewerTakeError } from '../../../shared/core/take/take-version.ts';
import { type ByteSource, FileSource } from '../../import/byte-source.ts';
import { notATake, takeFailure } from './take-failure.ts';
import { countMessages, openIndexed, readSummary, rebuildIndex, type TakeIndex } from './take-index.ts';
import { decodeRecord } from './take-records.ts';
import { TakeScanner } from './take-scanner.ts';
import { CHUNK_MILLISECONDS } from './take-writer.ts';

/** What could not be read, counted while reading. */
export interface TakeDamage {
  /** Bytes that belong to nothing whole. */
  readonly lostBytes: number;
  /** Messages that are known to be missing, because the others are numbered. */
  readonly lostMessages: number;
  /** Messages that were whole but not what their topic promises. */
  readonly malformedMessages: number;
}

/** Which part of a take to read. */
export interface TakeSelection {
  readonly topics: readonly TakeTopic[];
  /** Milliseconds of the take's monotonic clock; chunks that end before are left out. */
  readonly fromTime?: number;
}

/** An open take. Nothing in it is trusted; see `TakeScanner` for what is read of a damaged one. */
export class TakeReader implements AsyncDisposable {
  readonly header: TakeHeader;
  readonly #source: ByteSource & { close?(): Promise<void> };
  readonly #index: TakeIndex;
  #damage: TakeDamage = { lostBytes: 0, lostMessages: 0, malformedMessages: 0 };

  private constructor(source: ByteSource, index: TakeIndex) {
    this.#source = source;
    this.#index = index;
    this.header = index.header;
  }

  /**
   * Opens a take by its summary, without reading its frames; one that was not finished is gone through first.
   * @throws AppError `take/missing`, `take/corrupt` (nothing in it can be read), `take/newer-version`
   */
  static async open(path: string): Promise<TakeReader> {
    let source: FileSource;
    try {
      await access(path);
      source = await FileSource.open(path);
    } catch (thrown) {
      throw takeFailure(thrown, path);
    }
    try {
      return await TakeReader.read(source);
    } catch (thrown) {
      await source.close();
      throw thrown;
    }
  }

  /** Opens a take in any source; whoever made the source closes it when this fails. */
  static async read(source: ByteSource): Promise<TakeReader> {
    try {
      const summary = await readSummary(source).catch((thrown: unknown) => {
        if (thrown instanceof NewerTakeError) {
          throw thrown;
        }
        // Cut off or damaged: the file itself tells what is in it.
        return undefined;
      });
      const found = summary ?? (await rebuildIndex(source));
      if (found === undefined) {
        throw notATake(source.name);
      }
      return new TakeReader(source, found);
    } catch (thrown) {
      throw takeFailure(thrown, source.name);
    }
  }

  /** When the first message was logged: milliseconds of the take's monotonic clock, to the microsecond. */
  get startTime(): number {
    const { wallTime, monotonicTime } = this.header;
    const began = BigInt(Math.round(wallTime)) * 1_000_000n;
    return monotonicTime + Number(this.#index.startTime - began) / 1e6;
  }

  /** Milliseconds from the first message to the last. */
  get duration(): number {
    return Math.max(0, Number(this.#index.endTime - this.#index.startTime) / 1e6);
  }

  get frames(): number {
    return countMessages(this.#index, '/frame');
  }

  get observations(): number {
    return countMessages(this.#index, '/observation');
  }

  get markers(): number {
    return countMessages(this.#index, '/marker');
  }

  /** Whether the take was finished; one that was not may lack its last second. */
  get isFinished(): boolean {
    return this.#index.isFinished;
  }

  /** What the last complete run through `records` could not read. */
  get damage(): TakeDamage {
    return this.#damage;
  }

  /** The records of some topics, in the order they were recorded. What is damaged is left out and counted. */
  async *records({ topics, fromTime }: TakeSelection): AsyncGenerator<TakeRecord, void, void> {
    const scanner = new TakeScanner(this.#source);
    const wanted = new Set<string>(topics);
    const migrate = migrationFrom(this.header.version);
    const lastSequences = new Map<number, number>();
    let lostMessages = 0;
    let malformedMessages = 0;
    for await (const finding of scanner.scan(this.#chunkAt(fromTime))) {
      if (finding.kind !== 'message') {
        continue;
      }
      const { channelId, sequence, topic, data } = finding;
      const expected = (lastSequences.get(channelId) ?? (fromTime === undefined ? -1 : sequence - 1)) + 1;
      lostMessages += Math.max(0, sequence - expected);
      lastSequences.set(channelId, sequence);
      const record = wanted.has(topic) ? tryDecode(topic, migrate(topic, data)) : undefined;
      if (record !== undefined) {
        yield record;
      } else if (wanted.has(topic)) {
        malformedMessages += 1;
      }
    }
    if (this.isFinished && fromTime === undefined) {
      for (const [id, count] of this.#index.counts) {
        lostMessages += Math.max(0, count - 1 - (lastSequences.get(id) ?? -1));
      }
    }
    this.#damage = { lostBytes: scanner.lostBytes, lostMessages, malformedMessages };
  }

  /** Least and greatest weights, about one entry a second; of a finished take without reading its frames. */
  async overview(): Promise<readonly Overview[]> {
    try {
      const overviews: Overview[] = [];
      const mcap = await openIndexed(this.#source);
      for await (const { data } of mcap.readMessages({ topics: ['/overview'] })) {
        const record = decodeRecord('/overview', migrationFrom(this.header.version)('/overview', data));
        if (record.kind === 'overview') {
          overviews.push(record.overview);
        }
      }
      return overviews;
    } catch {
      // Not finished or damaged: the frames themselves tell.
      return this.#overviewOfFrames();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source.close?.();
  }

  async #overviewOfFrames(): Promise<readonly Overview[]> {
    const overviews: Overview[] = [];
    const accumulator = new OverviewAccumulator();
    let startTime = Number.NaN;
    const finish = (): void => {
      const overview = accumulator.finish();
      if (overview !== undefined) {
        overviews.push(overview);
      }
    };
    for await (const record of this.records({ topics: ['/frame'] })) {
      if (record.kind !== 'frame') {
        continue;
      }
      if (!(Math.abs(record.frame.time - startTime) < CHUNK_MILLISECONDS)) {
        finish();
        startTime = record.frame.time;
      }
      accumulator.add(record.frame);
    }
    finish();
    return overviews;
  }

  /** Offset of the first chunk that does not end before `time`; undefined without a time: the whole file. */
  #chunkAt(time: number | undefined): number | undefined {
    if (time === undefined) {
      return undefined;
    }
    const { chunks } = this.#index;
    const from = logTime(this.header, time);
    return (chunks.find(({ endTime }) => endTime >= from) ?? chunks.at(-1))?.offset;
  }
}

function tryDecode(topic: TakeTopic, data: Uint8Array): TakeRecord | undefined {
  try {
    return decodeRecord(topic, data);
  } catch (thrown) {
    if (thrown instanceof MalformedMessageError) {
      return undefined;
    }
    throw thrown;
  }
}
