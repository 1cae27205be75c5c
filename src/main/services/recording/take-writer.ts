import type { SteppedMaps } from '../../../shared/core/detail/basis/stepped-maps.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import { logTime } from '../../../shared/core/take/log-time.ts';
import { encodeOverview, type Overview, OverviewAccumulator } from '../../../shared/core/take/overview.ts';
import { TAKE_CHANNELS, type TakeTopic } from '../../../shared/core/take/take-channels.ts';
import { encodeFrame, encodeObservation } from '../../../shared/core/take/take-codec.ts';
import type { Marker, PipelineChange, TakeHeader } from '../../../shared/core/take/take-record.ts';
import { encodeWrinkles } from '../../../shared/core/take/wrinkle-codec.ts';
import { type CreateFile, createPrivateFile, DurableAppender } from './durable-appender.ts';
import { McapBlocks } from './mcap-blocks.ts';
import { writeFailure } from './write-failure.ts';

/** Milliseconds of a take in one chunk: below a second, which is the most a killed process may lose. */
export const CHUNK_MILLISECONDS = 800;
/** A chunk is closed earlier when it has grown this large. */
const CHUNK_BYTES = 4 * 1024 * 1024;
/** Overviews that are put together into a chunk of their own: about a minute's. */
const OVERVIEWS_PER_CHUNK = 75;
/** Those who write faster than any camera wait when this much is on its way to the disk. */
const COMFORTABLE_BACKLOG = 8 * 1024 * 1024;

const CHANNEL_IDS = new Map<string, number>(TAKE_CHANNELS.map(({ topic, id }) => [topic, id]));

/**
 * Writes a take. What is given to it is encoded at once and written in the background, a chunk at a time, so the
 * caller never waits and may reuse its objects; a file that was cut off anywhere can still be read.
 */
export class TakeWriter {
  readonly path: string;
  readonly #header: TakeHeader;
  readonly #blocks: McapBlocks;
  readonly #appender: DurableAppender;
  readonly #accumulator = new OverviewAccumulator();
  #overviews: Overview[] = [];
  /** Capture time of the chunk's first message. */
  #chunkTime = Number.NaN;

  private constructor(path: string, header: TakeHeader, appender: DurableAppender) {
    this.path = path;
    this.#header = header;
    this.#blocks = new McapBlocks(header);
    this.#appender = appender;
  }

  /**
   * Creates the file (mode 0600) and begins it.
   * @throws AppError `recording/write-failed`, also when the file exists (its cause has the code EEXIST)
   */
  static async create(
    path: string,
    header: TakeHeader,
    createFile: CreateFile = createPrivateFile,
  ): Promise<TakeWriter> {
    try {
      const writer = new TakeWriter(path, header, new DurableAppender(await createFile(path)));
      writer.#appender.append(writer.#blocks.begin());
      return writer;
    } catch (thrown) {
      throw writeFailure(thrown, path);
    }
  }

  /** Bytes written and to be written. */
  get bytes(): number {
    return this.#appender.writtenBytes + this.#appender.backlogBytes + this.#blocks.chunkBytes;
  }

  /** Bytes that wait for the disk. */
  get backlogBytes(): number {
    return this.#appender.backlogBytes;
  }

  /** AppError `recording/write-failed` once the disk has refused; nothing is written from then on. */
  get failure() {
    const { failure } = this.#appender;
    return failure === undefined ? undefined : writeFailure(failure, this.path);
  }

  writeObservation(observation: FaceObservation): void {
    this.#add('/observation', observation.time, encodeObservation(observation));
  }

  writeFrame(frame: FaceFrame): void {
    this.#add('/frame', frame.time, encodeFrame(frame));
    this.#accumulator.add(frame);
  }

  /** Writes what the pipeline is told before the observation captured at `time`. */
  writeSettings(change: PipelineChange, time: number): void {
    this.#add('/settings', time, encodeJson(change));
  }

  writeMarker(marker: Marker): void {
    this.#add('/marker', marker.time, encodeJson(marker));
  }

  /** Writes the maps of the person's wrinkles, before the observations that they were worn in. */
  writeWrinkles(maps: SteppedMaps, time: number): void {
    this.#add('/wrinkles', time, encodeWrinkles(maps));
  }

  /** Hands what there is to the disk, however little. */
  closeChunk(): void {
    const overview = this.#accumulator.finish();
    if (overview !== undefined) {
      this.#overviews.push(overview);
    }
    this.#append(this.#blocks.finishChunk());
    this.#chunkTime = Number.NaN;
    if (this.#overviews.length >= OVERVIEWS_PER_CHUNK) {
      this.#writeOverviews();
    }
  }

  /**
   * Waits until the disk has caught up somewhat; for those who write faster than a camera.
   * @throws AppError `recording/write-failed`
   */
  async ready(): Promise<void> {
    if (this.#appender.backlogBytes > COMFORTABLE_BACKLOG) {
      await this.#appender.settle();
    }
    this.#throwFailure();
  }

  /**
   * Ends the take with its summary and closes the file.
   * @throws AppError `recording/write-failed`; the file is closed all the same and holds what was written
   */
  async end(): Promise<void> {
    this.closeChunk();
    this.#writeOverviews();
    this.#append(this.#blocks.end());
    await this.abandon();
    this.#throwFailure();
  }

  /** Closes the file as it stands, without a summary. */
  async abandon(): Promise<void> {
    await this.#appender.close();
  }

  #add(topic: TakeTopic, time: number, data: Uint8Array): void {
    if (Math.abs(time - this.#chunkTime) >= CHUNK_MILLISECONDS || this.#blocks.chunkBytes >= CHUNK_BYTES) {
      this.closeChunk();
    }
    if (Number.isNaN(this.#chunkTime)) {
      this.#chunkTime = time;
    }
    this.#blocks.add(CHANNEL_IDS.get(topic) ?? 0, logTime(this.#header, time), data);
  }

  #writeOverviews(): void {
    for (const overview of this.#overviews) {
      this.#blocks.add(
        CHANNEL_IDS.get('/overview') ?? 0,
        logTime(this.#header, overview.endTime),
        encodeOverview(overview),
      );
    }
    this.#overviews = [];
    this.#append(this.#blocks.finishChunk());
  }

  #append(block: Uint8Array | undefined): void {
    if (block !== undefined) {
      this.#appender.append(block);
    }
  }

  #throwFailure(): void {
    const { failure } = this;
    if (failure !== undefined) {
      throw failure;
    }
  }
}

function encodeJson(document: PipelineChange | Marker): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document));
}
