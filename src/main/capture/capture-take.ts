import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TrackingState } from '../../shared/core/face/face-frame.ts';
import { TAKE_VERSION } from '../../shared/core/take/take-version.ts';
import { TakeReader } from '../services/recording/take-reader.ts';
import { TakeWriter } from '../services/recording/take-writer.ts';
import type { StreamService } from '../services/stream/stream-service.ts';
import type { ReliefReader } from './capture-connection.ts';
import {
  type CaptureSettings,
  type CaptureSource,
  captureFiles,
  type HeadlessPage,
} from './headless-page.ts';

/** What is in a captured take. */
export interface CaptureResult {
  readonly frames: number;
  /** Frames in which the face was seen. */
  readonly tracked: number;
  /** Length of the input. */
  readonly seconds: number;
  /** Path of the take. */
  readonly take: string;
}

/** A take that has just been captured. */
export interface NewCapture {
  readonly result: CaptureResult;
  /** What the input announced and did not hold, because it is damaged or cut off. */
  readonly missingSeconds: number;
}

export interface CaptureOptions {
  readonly page: HeadlessPage;
  readonly source: CaptureSource;
  readonly settings: CaptureSettings;
  readonly appVersion: string;
  /** Name of the person, if it is known who it is. */
  readonly identity: string | undefined;
  /** Path of the take; one that is there is replaced when the new one is finished. */
  readonly take: string;
  /** Gets every frame, as fast as they are tracked. */
  readonly stream: StreamService | undefined;
  /** Reads the relief that the settings ask for. */
  readonly relief: ReliefReader | undefined;
  /** Both in seconds of the input. */
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Captures one input as a take. The take's clock is the input's own, and its wall time the time the input's (first)
 * file was last changed, so that the same input gives the same take.
 * @throws AppError of the page (`CaptureConnection.run`) or `recording/write-failed`; nothing is left then
 */
export async function captureTake(options: CaptureOptions): Promise<NewCapture> {
  const { page, source, settings, take, stream, relief, onProgress, signal } = options;
  const unfinished = `${take}.unfinished`;
  await mkdir(dirname(take), { recursive: true });
  await rm(unfinished, { force: true });
  const writer = await TakeWriter.create(unfinished, {
    version: TAKE_VERSION,
    appVersion: options.appVersion,
    wallTime: await changeTime(source),
    monotonicTime: 0,
    identity: options.identity,
    pack: undefined,
  });
  const tally = new FrameTally();
  let total = 0;
  try {
    const { missingSeconds } = await page.capture(
      source,
      settings,
      {
        onBegin: (seconds) => {
          total = seconds;
        },
        onFrame: async ({ observation, frame }) => {
          if (tally.frames === 0) {
            writer.writeSettings({ pipeline: settings.pipeline, reset: true }, observation.time);
          }
          writer.writeObservation(observation);
          writer.writeFrame(frame);
          stream?.publish(frame);
          tally.add(frame);
          onProgress(tally.seconds, total);
          await writer.ready();
        },
        relief,
      },
      signal,
    );
    await writer.end();
    await rename(unfinished, take);
    return { result: tally.result(take), missingSeconds };
  } catch (thrown) {
    await writer.abandon();
    await rm(unfinished, { force: true });
    throw thrown;
  }
}

/** What is in a take that was captured before; undefined when there is none, or an unfinished one. */
export async function readCapturedTake(take: string): Promise<CaptureResult | undefined> {
  if ((await stat(take).catch(() => undefined)) === undefined) {
    return undefined;
  }
  await using reader = await TakeReader.open(take);
  if (!reader.isFinished) {
    return undefined;
  }
  const tally = new FrameTally();
  for await (const record of reader.records({ topics: ['/frame'] })) {
    if (record.kind === 'frame') {
      tally.add(record.frame);
    }
  }
  return tally.result(take);
}

/** Counts frames and how long they last. */
class FrameTally {
  frames = 0;
  #tracked = 0;
  #firstTime = 0;
  #lastTime = 0;

  add({ time, tracking }: { readonly time: number; readonly tracking: TrackingState }): void {
    this.#firstTime = this.frames === 0 ? time : this.#firstTime;
    this.#lastTime = time;
    this.frames += 1;
    this.#tracked += tracking === 'tracked' ? 1 : 0;
  }

  /** From the first frame's beginning to the last one's end, which lasts as long as the others do on average. */
  get seconds(): number {
    const intervals = this.frames - 1;
    return intervals < 1 ? 0 : ((this.#lastTime - this.#firstTime) / 1000) * ((intervals + 1) / intervals);
  }

  result(take: string): CaptureResult {
    const { frames, seconds } = this;
    return { frames, tracked: this.#tracked, seconds: Math.round(seconds * 1000) / 1000, take };
  }
}

/** Milliseconds since 1970 UTC. */
async function changeTime(source: CaptureSource): Promise<number> {
  const [file] = captureFiles(source);
  return file === undefined ? 0 : Math.round((await stat(file)).mtimeMs);
}
