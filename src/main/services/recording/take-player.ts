import { toAppError } from '../../../shared/contract/app-error.ts';
import type { PlayedFrame } from '../../../shared/contract/backend.ts';
import type { PlaybackChange, PlaybackState, PlayRequest } from '../../../shared/contract/takes.ts';
import { createFaceObservation } from '../../../shared/core/face/face-observation.ts';
import { waitUntil } from './precise-wait.ts';
import type { TakeReader } from './take-reader.ts';

/** Milliseconds between two reports of the position. */
const REPORT_MILLISECONDS = 250;
/** Times are stored to the nanosecond in places: a frame at the start must not count as before it. */
const TIME_TOLERANCE = 0.01;
/** Pause before a loop begins anew, as if one frame of an ordinary camera lay between. */
const LOOP_PAUSE = 1000 / 30;

export interface TakePlayerOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** A frame whose moment has come. */
  readonly onFrame: (played: PlayedFrame) => void;
  /** Receives the state at every change and four times a second. */
  readonly onState: (state: PlaybackState) => void;
}

interface Playback {
  readonly name: string;
  readonly take: TakeReader;
  speed: number;
  loop: boolean;
  isPaused: boolean;
  /** Milliseconds of the take's clock: where to go on. */
  time: number;
  /** Aborted when something has changed and the present run through the frames must begin anew. */
  change: AbortController;
  isStopped: boolean;
}

/** Plays one take at a time, its frames at the moments they were captured. */
export class TakePlayer {
  readonly #options: TakePlayerOptions;
  #playback: Playback | undefined;
  #finished: Promise<void> = Promise.resolve();
  #reported = Number.NEGATIVE_INFINITY;

  constructor(options: TakePlayerOptions) {
    this.#options = options;
  }

  /** Name of the take that plays or is paused. */
  get take(): string | undefined {
    return this.#playback?.name;
  }

  /** Plays an open take, ending the present one; closes it in the end. */
  async play(take: TakeReader, { name, loop, speed, position }: PlayRequest): Promise<void> {
    await this.stop();
    const time = take.startTime + position;
    const change = new AbortController();
    const playback: Playback = { name, take, speed, loop, isPaused: false, time, change, isStopped: false };
    this.#playback = playback;
    this.#tell();
    this.#finished = this.#run(playback);
  }

  /** Changes what plays; does nothing otherwise. */
  change({ paused, loop, speed, position }: PlaybackChange): void {
    const playback = this.#playback;
    if (playback === undefined) {
      return;
    }
    playback.isPaused = paused ?? playback.isPaused;
    playback.loop = loop ?? playback.loop;
    playback.speed = speed ?? playback.speed;
    playback.time = position === undefined ? playback.time : playback.take.startTime + position;
    this.#interrupt(playback);
    this.#tell();
  }

  /** Ends playing and resolves when nothing more comes. */
  async stop(): Promise<void> {
    const playback = this.#playback;
    if (playback !== undefined) {
      playback.isStopped = true;
      this.#interrupt(playback);
    }
    await this.#finished;
  }

  /** Resolves when the take has come to its end or was stopped. */
  async finished(): Promise<void> {
    await this.#finished;
  }

  #interrupt(playback: Playback): void {
    const { change } = playback;
    playback.change = new AbortController();
    change.abort();
  }

  async #run(playback: Playback): Promise<void> {
    let message: string | undefined;
    try {
      while (!playback.isStopped) {
        const { signal } = playback.change;
        const isAtEnd = playback.isPaused ? await untilAborted(signal) : await this.#playOn(playback, signal);
        if (isAtEnd && !playback.loop) {
          break;
        }
        if (isAtEnd) {
          playback.time = playback.take.startTime;
          await waitUntil(this.#options.now() + LOOP_PAUSE, this.#options.now, signal).catch(() => undefined);
        }
      }
    } catch (thrown) {
      message = toAppError(thrown, 'take/corrupt').message;
    }
    await playback.take[Symbol.asyncDispose]();
    this.#playback = undefined;
    this.#options.onState({ status: 'stopped', message });
  }

  /** Plays from the present position on; false when it was interrupted before the end. */
  async #playOn(playback: Playback, signal: AbortSignal): Promise<boolean> {
    const { now, onFrame } = this.#options;
    const startTime = playback.time;
    const frames = framesOf(playback.take, startTime);
    const clockStart = now();
    // The next frame is read while the present one waits for its moment, so that reading delays none.
    let next = frames.next();
    try {
      for (let frame = await next; frame.done !== true; frame = await next) {
        next = frames.next();
        const { value } = frame;
        const { time } = value.frame;
        await waitUntil(clockStart + (time - startTime) / playback.speed, now, signal);
        playback.time = time;
        onFrame(value);
        this.#report();
      }
      return true;
    } catch (thrown) {
      if (signal.aborted) {
        return false;
      }
      throw thrown;
    } finally {
      await next.catch(() => undefined);
      await frames.return();
    }
  }

  #report(): void {
    if (this.#options.now() - this.#reported >= REPORT_MILLISECONDS) {
      this.#tell();
    }
  }

  #tell(): void {
    const playback = this.#playback;
    if (playback === undefined) {
      return;
    }
    const { name, take, time, isPaused, speed, loop } = playback;
    this.#reported = this.#options.now();
    this.#options.onState({
      status: isPaused ? 'paused' : 'playing',
      take: name,
      position: Math.max(0, time - take.startTime),
      duration: take.duration,
      speed,
      loop,
    });
  }
}

/** Frames from a moment on, each with the observation it was made from; one that is missing in a damaged take is empty. */
async function* framesOf(take: TakeReader, fromTime: number): AsyncGenerator<PlayedFrame, void, void> {
  let observation = createFaceObservation();
  for await (const record of take.records({ topics: ['/observation', '/frame'], fromTime })) {
    if (record.kind === 'observation') {
      ({ observation } = record);
    } else if (record.kind === 'frame' && record.frame.time >= fromTime - TIME_TOLERANCE) {
      const { frame } = record;
      yield { frame, observation: observation.index === frame.index ? observation : createFaceObservation() };
    }
  }
}

/** Waits for the signal; false, since that is not the end of a take. */
async function untilAborted(signal: AbortSignal): Promise<false> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  return false;
}
