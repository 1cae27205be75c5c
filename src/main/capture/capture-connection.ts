import { AppError } from '../../shared/contract/app-error.ts';
import type { Endpoint } from '../../shared/contract/endpoint.ts';
import {
  type CapturedFrame,
  type CaptureEnd,
  type CaptureJob,
  type HeadlessCaptureContract,
  headlessCaptureParsers,
} from '../../shared/contract/headless-capture.ts';
import type { FaceRelief, MeasuredRelief } from '../../shared/contract/live-face.ts';
import { serve } from '../../shared/contract/rpc.ts';
import type { ReliefObservation } from '../../shared/core/detail/relief/relief-observation.ts';
import type { InferenceResult } from '../../shared/core/face/face-observation.ts';

/** Milliseconds without a word after which a page that is at work counts as hung. */
const SILENCE_LIMIT = 120_000;

/** The networks that a page at work may have relief read by. */
export interface ReliefReader {
  /** What they find in a frame's relief; undefined when that is nothing. */
  read(relief: FaceRelief): Promise<InferenceResult | undefined>;
  /** What they make of a relief, for enrolments. @throws AppError `inference/…`, `model/…` */
  measure(observation: ReliefObservation): Promise<MeasuredRelief>;
}

/** Hears of a job as it goes on. */
export interface CaptureListener {
  /** The input has been opened; it is about this long. */
  onBegin(seconds: number): void;
  /** The next frame; the page goes on when this resolves. What it throws ends the job. */
  onFrame(captured: CapturedFrame): Promise<void>;
  /** The page works on without frames; so much of it is done, 0..1. */
  onWork?(share: number): void;
  /** Reads relief, where there are networks for it. */
  readonly relief?: ReliefReader | undefined;
}

/** What a job came to. */
export type JobResult = Omit<CaptureEnd, 'problem'>;

/** The job a page is at, or about to be given. */
interface Run {
  readonly job: CaptureJob;
  readonly listener: CaptureListener;
  readonly finish: (result: JobResult) => void;
  readonly fail: (error: AppError) => void;
  isGiven: boolean;
  frames: number;
}

/** The opening process's end of a headless page: gives it one job at a time and hears what it finds. */
export class CaptureConnection {
  readonly #endpoint: Endpoint;
  #run: Run | undefined;
  /** Answers the page that waits for its next job. */
  #giveJob: ((job: CaptureJob) => void) | undefined;
  #isLost = false;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    serve<HeadlessCaptureContract>(endpoint, {
      requests: {
        'capture/next': () =>
          new Promise((resolve) => {
            this.#giveJob = resolve;
            this.#offer();
          }),
        'capture/begin': ({ seconds }) => {
          this.#present().listener.onBegin(seconds);
          return undefined;
        },
        'capture/frame': (captured) => this.#receive(captured),
        'capture/work': ({ share }) => {
          this.#present().listener.onWork?.(share);
          return undefined;
        },
        'capture/end': (end) => this.#end(end),
        'face/read-relief': (relief) => this.#present().listener.relief?.read(relief),
        'relief/measure': (observation) => this.#reliefReader().measure(observation),
      },
      signals: {},
      parsers: headlessCaptureParsers,
      onBadMessage: () => this.lose(),
    });
    endpoint.onClose(() => this.lose());
  }

  /**
   * Has the page do a job; resolves when its last frame has been heard.
   * @throws AppError what the page says (`video/…`, `tracker/…`), what the listener threw, `capture/page-lost` or
   *   `cancelled`. After the last two the page is of no more use.
   */
  async run(job: CaptureJob, listener: CaptureListener, signal: AbortSignal): Promise<JobResult> {
    let silence: NodeJS.Timeout | undefined;
    const cancel = () => {
      this.#fail(new AppError('cancelled', 'The capture was cancelled.'));
      this.lose();
    };
    try {
      signal.addEventListener('abort', cancel, { once: true });
      return await new Promise<JobResult>((finish, fail) => {
        silence = setTimeout(() => this.lose(), SILENCE_LIMIT);
        const watched: CaptureListener = {
          onBegin: (seconds) => listener.onBegin(seconds),
          onFrame: async (captured) => {
            silence?.refresh();
            await listener.onFrame(captured);
          },
          onWork: (share) => {
            silence?.refresh();
            listener.onWork?.(share);
          },
          relief: listener.relief,
        };
        this.#run = { job, listener: watched, finish, fail, isGiven: false, frames: 0 };
        if (signal.aborted) {
          cancel();
        } else if (this.#isLost) {
          this.lose();
        } else {
          this.#offer();
        }
      });
    } finally {
      clearTimeout(silence);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Whether the page is of no more use. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** The page is gone, hung, or talks rubbish. */
  lose(): void {
    this.#isLost = true;
    this.#endpoint.close();
    this.#fail(
      new AppError(
        'capture/page-lost',
        'The browser that decodes the video ended or hung. The video may be too large for this machine’s memory, or damaged in a way that harms the decoder.',
      ),
    );
  }

  #fail(error: AppError): void {
    const run = this.#run;
    this.#run = undefined;
    run?.fail(error);
  }

  #offer(): void {
    if (this.#giveJob !== undefined && this.#run !== undefined && !this.#run.isGiven) {
      this.#run.isGiven = true;
      this.#giveJob(this.#run.job);
      this.#giveJob = undefined;
    }
  }

  #present(): Run {
    if (this.#run === undefined) {
      throw new AppError('cancelled', 'Nobody waits for this capture any more.');
    }
    return this.#run;
  }

  #reliefReader(): ReliefReader {
    const { relief } = this.#present().listener;
    if (relief === undefined) {
      throw new AppError('inference/unavailable', 'There is no network here that measures relief.');
    }
    return relief;
  }

  async #receive(captured: CapturedFrame): Promise<undefined> {
    const run = this.#present();
    if (captured.frame.index !== run.frames || captured.observation.index !== run.frames) {
      throw new AppError(
        'backend/bad-message',
        `Frame ${captured.frame.index} came where ${run.frames} was due.`,
      );
    }
    run.frames += 1;
    await run.listener.onFrame(captured);
    return undefined;
  }

  #end({ problem, ...result }: CaptureEnd): undefined {
    const run = this.#present();
    this.#run = undefined;
    if (problem === undefined) {
      run.finish(result);
    } else {
      run.fail(new AppError(problem.code, problem.message));
    }
    return undefined;
  }
}
