import { type AppError, toAppError } from '../../shared/contract/app-error.ts';
import { BrightnessProbe } from './brightness-probe.ts';
import type { DeliverFrame, FrameSource } from './frame-source.ts';
import { CHECK_INTERVAL, PictureWatch } from './picture-watch.ts';
import type { TrackerReport } from './tracker-messages.ts';

type RunningReport = Extract<TrackerReport, { type: 'source-running' }>;

/** Where a player sends pictures and news. */
export interface SourcePlayerOptions {
  /** The session's clock. */
  readonly now: () => number;
  readonly deliver: DeliverFrame;
  readonly report: (report: RunningReport | Extract<TrackerReport, { type: 'source-failed' }>) => void;
  /** No frames come: the source has ended, failed or paused. May be called again and again. */
  readonly onQuiet: () => void;
}

/** Plays one source at a time and tells how it is doing: its size, a black picture, a stall, its end. */
export class SourcePlayer {
  readonly #options: SourcePlayerOptions;
  #probe: BrightnessProbe | undefined;
  #playing: AbortController | undefined;

  constructor(options: SourcePlayerOptions) {
    this.#options = options;
  }

  /** Plays a source in place of the present one; `sourceId` comes back in its reports. */
  open(source: FrameSource, sourceId: number): void {
    this.close();
    const playing = new AbortController();
    this.#playing = playing;
    void this.#play(source, sourceId, playing.signal);
  }

  close(): void {
    this.#playing?.abort();
    this.#playing = undefined;
  }

  async #play(source: FrameSource, sourceId: number, signal: AbortSignal): Promise<void> {
    const { now, deliver, report, onQuiet } = this.#options;
    const watch = new PictureWatch();
    let last: RunningReport | undefined;
    let isStalled = false;

    const receive = (picture: VideoFrame, time: number) => {
      const arrival = now();
      watch.frameArrived(arrival, () => this.#brightest(picture));
      const { displayWidth: width, displayHeight: height } = picture;
      const isBlack = watch.isBlack(arrival);
      if (last?.width !== width || last.height !== height || last.isBlack !== isBlack || isStalled) {
        isStalled = false;
        last = { type: 'source-running', sourceId, width, height, isBlack };
        report(last);
      }
      deliver(picture, time);
    };
    const check = () => {
      watch.check();
      if (watch.isQuiet) {
        onQuiet();
      }
      if (source.stalledError !== undefined && !isStalled && watch.isStalled) {
        isStalled = true;
        report({ type: 'source-failed', sourceId, failure: failureOf(source.stalledError), isStalled });
      }
    };

    const timer = setInterval(check, CHECK_INTERVAL);
    try {
      await source.play(receive, signal);
    } catch (thrown) {
      if (!signal.aborted) {
        const failure = failureOf(toAppError(thrown, 'camera/failed'));
        report({ type: 'source-failed', sourceId, failure, isStalled: false });
        onQuiet();
      }
    } finally {
      clearInterval(timer);
    }
  }

  #brightest(picture: VideoFrame): number {
    this.#probe ??= new BrightnessProbe();
    return this.#probe.brightest(picture);
  }
}

function failureOf({ code, message }: AppError) {
  return { code, message };
}
