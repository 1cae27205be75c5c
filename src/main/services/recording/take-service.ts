import { statfs } from 'node:fs/promises';
import { AppError } from '../../../shared/contract/app-error.ts';
import type { PlayedFrame, PublishedFrame } from '../../../shared/contract/backend.ts';
import type { PlaybackState, PlayRequest, RecordingState } from '../../../shared/contract/takes.ts';
import { createPrivateFile } from './durable-appender.ts';
import { LEAST_FREE_BYTES, Recorder, type RecordingStart } from './recorder.ts';
import { TakeLibrary } from './take-library.ts';
import { TakePlayer } from './take-player.ts';
import { TakeReader } from './take-reader.ts';

/** Another program may fill the disk only so far. */
const REMOTE_LEAST_FREE_BYTES = 1024 * 1024 * 1024;
/** Takes that another program may begin within a minute. */
const REMOTE_STARTS_PER_MINUTE = 6;
const MINUTE = 60_000;

export interface TakeServiceOptions {
  /** The services' monotonic clock, milliseconds. */
  readonly now: () => number;
  readonly wallNow: () => number;
  readonly appVersion: string;
  /** Where takes go when the user has not chosen a folder; made when needed. */
  readonly defaultFolder: string;
  /** The folder the user has chosen, empty for the default. */
  readonly chosenFolder: () => string;
  /** Who is shown, which face pack runs and how far wrinkles are refined now, for a take that begins. */
  readonly worn: () => Pick<RecordingStart, 'identity' | 'pack' | 'wrinkles'>;
  /** Every change; the first state is `recordingState`. */
  readonly onRecordingState: (state: RecordingState) => void;
  /** Every change; at first nothing plays. */
  readonly onPlaybackState: (state: PlaybackState) => void;
  /** A frame of the take that plays. */
  readonly onPlaybackFrame: (played: PlayedFrame) => void;
}

/** Everything about takes that the window and other programs may ask for. */
export class TakeService {
  readonly library: TakeLibrary;
  readonly player: TakePlayer;
  readonly #options: TakeServiceOptions;
  readonly #recorder: Recorder;
  #remoteStarts: number[] = [];

  constructor(options: TakeServiceOptions) {
    this.#options = options;
    this.library = new TakeLibrary(() => options.chosenFolder() || options.defaultFolder);
    this.#recorder = new Recorder({
      ...options,
      createFile: createPrivateFile,
      freeBytes,
      onState: options.onRecordingState,
    });
    this.player = new TakePlayer({
      now: options.now,
      onFrame: options.onPlaybackFrame,
      onState: options.onPlaybackState,
    });
  }

  get recordingState(): RecordingState {
    return this.#recorder.state;
  }

  /** Whether a take is recorded, or about to be. */
  get isRecording(): boolean {
    return this.#recorder.isBusy;
  }

  /** Takes a frame of the capturer in. */
  publish(published: PublishedFrame): void {
    this.#recorder.publish(published);
  }

  /** @throws AppError `recording/busy`, `recording/write-failed` */
  async startRecording(): Promise<void> {
    await this.#start(LEAST_FREE_BYTES);
  }

  /**
   * Begins a take for another program, which might be a hostile one: seldom, and only with room to spare.
   * @throws AppError `recording/busy`, `recording/write-failed`
   */
  async startRemotely(): Promise<void> {
    const now = this.#options.now();
    this.#remoteStarts = this.#remoteStarts.filter((time) => now - time < MINUTE);
    if (this.#remoteStarts.length >= REMOTE_STARTS_PER_MINUTE) {
      throw new AppError(
        'recording/busy',
        `Another program asked for more than ${REMOTE_STARTS_PER_MINUTE} takes within a minute. Wait, or start the recording in Furrow.`,
      );
    }
    this.#remoteStarts.push(now);
    await this.#start(REMOTE_LEAST_FREE_BYTES);
  }

  async stopRecording(): Promise<void> {
    await this.#recorder.stop();
  }

  mark(label: string): void {
    this.#recorder.mark(label);
  }

  /** @throws AppError `take/missing`, `take/corrupt`, `take/newer-version` */
  async play(request: PlayRequest): Promise<void> {
    const take = await TakeReader.open(this.library.path(request.name));
    await this.player.play(take, request);
  }

  /** @throws AppError `recording/busy` while it is recorded, `take/missing`, `recording/write-failed` */
  async delete(name: string): Promise<void> {
    await this.#release(name);
    await this.library.delete(name);
  }

  /** @throws AppError `recording/busy` while it is recorded, `take/missing`, `take/exists`, `recording/write-failed` */
  async rename(name: string, newName: string): Promise<void> {
    await this.#release(name);
    await this.library.rename(name, newName);
  }

  /** Ends playing and recording, the take in good order. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.player.stop();
    await this.#recorder[Symbol.asyncDispose]();
  }

  async #start(leastFreeBytes: number): Promise<void> {
    const chosen = this.#options.chosenFolder();
    await this.#recorder.start({
      folder: chosen || this.#options.defaultFolder,
      makeFolder: chosen === '',
      leastFreeBytes,
      ...this.#options.worn(),
    });
  }

  /** Lets go of a take that is to be changed. */
  async #release(name: string): Promise<void> {
    const { state } = this.#recorder;
    if (state.status === 'recording' && state.take === name) {
      throw new AppError('recording/busy', `"${name}" is being recorded. Stop the recording first.`);
    }
    if (this.player.take === name) {
      await this.player.stop();
    }
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
