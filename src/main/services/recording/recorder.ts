import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toAppError } from '../../../shared/contract/app-error.ts';
import type { PublishedFrame } from '../../../shared/contract/backend.ts';
import type { RecordingState } from '../../../shared/contract/takes.ts';
import type { SteppedMaps } from '../../../shared/core/detail/basis/stepped-maps.ts';
import type { Marker, PipelineChange, TakeHeader } from '../../../shared/core/take/take-record.ts';
import { TAKE_VERSION } from '../../../shared/core/take/take-version.ts';
import type { CreateFile } from './durable-appender.ts';
import { JumpingClock } from './jumping-clock.ts';
import { nameTake, TAKE_ENDING } from './take-name.ts';
import { CHUNK_MILLISECONDS, TakeWriter } from './take-writer.ts';
import { errorCode, writeFailure } from './write-failure.ts';

/** Milliseconds without a frame after which the source counts as stopped; the slowest camera gives one every 200. */
const SILENCE_MILLISECONDS = 1000;
/** How long a take waits for the pipeline's fresh start before it begins in the middle. */
const FRESH_START_PATIENCE = 1000;
/** Bytes that may wait for the disk, some half a minute's, before it counts as too slow. */
const LARGEST_BACKLOG = 16 * 1024 * 1024;
/** What a recording leaves free unless it is told otherwise: a full disk harms more than the recording. */
export const LEAST_FREE_BYTES = 64 * 1024 * 1024;
/** Names tried for a take before giving up. */
const MOST_NAMES = 1000;

export interface RecorderOptions {
  /** Milliseconds of the services' monotonic clock, which is also that of the frames. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly wallNow: () => number;
  readonly appVersion: string;
  readonly createFile: CreateFile;
  /** Free bytes of the disk a folder is on. */
  readonly freeBytes: (folder: string) => Promise<number>;
  /** Receives the state at every change, and about once a second while recording; not the first. */
  readonly onState: (state: RecordingState) => void;
}

export interface RecordingStart {
  readonly folder: string;
  /** Whether to make the folder when it is missing: the default one, but not one on a disk that is not plugged in. */
  readonly makeFolder: boolean;
  /** The take ends in good order when the disk has less than this. */
  readonly leastFreeBytes: number;
  readonly identity: string | undefined;
  readonly pack: string | undefined;
  /** The maps that the person's wrinkles have been refined to, frozen while this is recorded, or those sampled of a decoder. */
  readonly wrinkles: SteppedMaps | undefined;
}

/** A take that is being recorded. */
interface Recording {
  readonly name: string;
  readonly folder: string;
  readonly leastFreeBytes: number;
  readonly writer: TakeWriter;
  readonly startTime: number;
  readonly clock: JumpingClock;
  readonly timer: NodeJS.Timeout;
  /** Whether the first frame has been written. */
  hasBegun: boolean;
  frames: number;
  /** Arrival of the last frame, on the services' clock. */
  lastArrival: number;
  isReceiving: boolean;
}

/**
 * Records what the capturer publishes. Nothing here ever holds a frame up: they are encoded at once and written in
 * the background. When the disk fails, the recording ends with a clear state and what was written is kept.
 *
 * A take is to give the same FaceFrames when its observations are run again, so it begins where the pipeline starts
 * over: the capturer resets it when it hears that a recording has begun, and the frames until then are left out.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  #recording: Recording | undefined;
  #isStarting = false;
  #settings: PipelineChange['pipeline'] | undefined;
  #state: RecordingState = { status: 'idle', lastTake: undefined };

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get state(): RecordingState {
    return this.#state;
  }

  /** Whether a take is recorded, or about to be. */
  get isBusy(): boolean {
    return this.#recording !== undefined || this.#isStarting;
  }

  /**
   * Begins a take named by the date and time.
   * @throws AppError `recording/busy`, `recording/write-failed` (which the state tells as well)
   */
  async start({
    folder,
    makeFolder,
    leastFreeBytes,
    identity,
    pack,
    wrinkles,
  }: RecordingStart): Promise<void> {
    if (this.isBusy) {
      throw new AppError('recording/busy', 'A recording is running already. Stop it to begin another.');
    }
    this.#isStarting = true;
    try {
      const startTime = this.#options.now();
      const header: TakeHeader = {
        version: TAKE_VERSION,
        appVersion: this.#options.appVersion,
        wallTime: this.#options.wallNow(),
        monotonicTime: startTime,
        identity,
        pack,
      };
      if (makeFolder) {
        await mkdir(folder, { recursive: true, mode: 0o700 });
      }
      await this.#requireSpace(folder, leastFreeBytes);
      const { name, writer } = await this.#create(folder, header);
      if (wrinkles !== undefined) {
        writer.writeWrinkles(wrinkles, startTime);
      }
      this.#recording = {
        name,
        folder,
        leastFreeBytes,
        writer,
        startTime,
        clock: new JumpingClock(this.#options),
        timer: setInterval(() => this.#tick(), CHUNK_MILLISECONDS),
        hasBegun: false,
        frames: 0,
        lastArrival: startTime,
        isReceiving: false,
      };
      this.#tell();
    } catch (thrown) {
      const error = writeFailure(thrown, folder);
      this.#setState({ status: 'failed', take: undefined, message: error.message });
      throw error;
    } finally {
      this.#isStarting = false;
    }
  }

  /** Takes a frame of the capturer in; it is read before this returns. Never throws. */
  publish({ observation, frame, pipeline }: PublishedFrame): void {
    this.#settings = pipeline?.pipeline ?? this.#settings;
    const recording = this.#recording;
    if (recording === undefined) {
      return;
    }
    recording.lastArrival = this.#options.now();
    try {
      const change = recording.hasBegun ? pipeline : this.#beginning(recording, pipeline);
      if (change !== undefined) {
        recording.hasBegun = true;
        recording.writer.writeSettings(change, observation.time);
      }
      if (!recording.hasBegun) {
        return;
      }
      recording.isReceiving = true;
      recording.writer.writeObservation(observation);
      recording.writer.writeFrame(frame);
      recording.frames += 1;
    } catch (thrown) {
      this.#fail(toAppError(thrown, 'recording/write-failed'));
    }
  }

  /** Marks this moment; does nothing while nothing is recorded. */
  mark(label: string): void {
    this.#writeMarker({ kind: 'mark', time: this.#options.now(), label });
  }

  /** Ends the take in good order; does nothing while nothing is recorded. */
  async stop(): Promise<void> {
    const recording = this.#detach();
    if (recording === undefined) {
      return;
    }
    try {
      await recording.writer.end();
      this.#setState({ status: 'idle', lastTake: recording.name });
    } catch (thrown) {
      const { message } = toAppError(thrown, 'recording/write-failed');
      this.#setState({ status: 'failed', take: recording.name, message });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** What a take begins with, or undefined while it waits for the pipeline to start over. */
  #beginning(recording: Recording, pipeline: PipelineChange | undefined): PipelineChange | undefined {
    if (pipeline?.reset) {
      return pipeline;
    }
    const hasWaited = recording.lastArrival - recording.startTime >= FRESH_START_PATIENCE;
    return hasWaited && this.#settings !== undefined ? { pipeline: this.#settings, reset: false } : undefined;
  }

  async #create(folder: string, header: TakeHeader): Promise<{ name: string; writer: TakeWriter }> {
    for (let attempt = 1; ; attempt++) {
      const name = nameTake(new Date(header.wallTime), attempt);
      try {
        const path = join(folder, name + TAKE_ENDING);
        return { name, writer: await TakeWriter.create(path, header, this.#options.createFile) };
      } catch (thrown) {
        const cause = thrown instanceof AppError ? thrown.cause : thrown;
        if (errorCode(cause) !== 'EEXIST' || attempt === MOST_NAMES) {
          throw thrown;
        }
      }
    }
  }

  #tick(): void {
    const recording = this.#recording;
    if (recording === undefined) {
      return;
    }
    const now = this.#options.now();
    if (recording.isReceiving && now - recording.lastArrival >= SILENCE_MILLISECONDS) {
      recording.isReceiving = false;
      this.#writeMarker({ kind: 'gap', time: recording.lastArrival, label: 'no frames came' });
    }
    const jump = recording.clock.jump();
    if (jump !== undefined) {
      this.#writeMarker({ kind: 'clock', time: now, label: `the clocks moved ${Math.round(jump)} ms apart` });
    }
    recording.writer.closeChunk();
    if (recording.writer.failure !== undefined) {
      this.#fail(recording.writer.failure);
    } else if (recording.writer.backlogBytes > LARGEST_BACKLOG) {
      this.#fail(
        new AppError(
          'recording/write-failed',
          'The disk cannot keep up with the recording. What was recorded until now is kept; choose a faster disk for takes.',
        ),
      );
    } else {
      this.#tell();
      void this.#watchSpace(recording);
    }
  }

  async #watchSpace(recording: Recording): Promise<void> {
    try {
      await this.#requireSpace(recording.folder, recording.leastFreeBytes);
    } catch (thrown) {
      if (this.#recording === recording) {
        await this.stop();
        const { message } = toAppError(thrown, 'recording/write-failed');
        this.#setState({ status: 'failed', take: recording.name, message });
      }
    }
  }

  /** @throws AppError `recording/write-failed` when the disk is nearly full */
  async #requireSpace(folder: string, leastFreeBytes: number): Promise<void> {
    let free: number;
    try {
      free = await this.#options.freeBytes(folder);
    } catch {
      // Not every file system tells; writing itself will.
      return;
    }
    if (free < leastFreeBytes) {
      throw new AppError(
        'recording/write-failed',
        'The disk for takes is nearly full. Free some space, or choose another folder for takes.',
      );
    }
  }

  #writeMarker(marker: Marker): void {
    const recording = this.#recording;
    if (recording !== undefined) {
      recording.writer.writeMarker(marker);
    }
  }

  /** Ends the recording because it cannot go on. */
  #fail(error: AppError): void {
    const recording = this.#detach();
    if (recording !== undefined) {
      // Where the disk still works the take gets its end; where it does not, that is told already.
      recording.writer.end().catch(() => undefined);
      this.#setState({ status: 'failed', take: recording.name, message: error.message });
    }
  }

  #detach(): Recording | undefined {
    const recording = this.#recording;
    this.#recording = undefined;
    clearInterval(recording?.timer);
    return recording;
  }

  #tell(): void {
    const recording = this.#recording;
    if (recording !== undefined) {
      this.#setState({
        status: 'recording',
        take: recording.name,
        elapsed: this.#options.now() - recording.startTime,
        frames: recording.frames,
        bytes: recording.writer.bytes,
        isReceiving: recording.isReceiving,
      });
    }
  }

  #setState(state: RecordingState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
