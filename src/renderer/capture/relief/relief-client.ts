import type { ReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import type { ReliefCommand, ReliefPicture, ReliefReport } from './relief-messages.ts';

/** Milliseconds before a dead worker is started again. */
const RESTART_PAUSE = 5000;

/** Where a relief worker comes from, and what it begins with. */
export interface ReliefClientOptions {
  readonly createWorker: () => Worker;
  /** Where the open head is served. */
  readonly origin: string;
  /** The person's `.furrow` file; undefined for nobody in particular. */
  readonly identity: Uint8Array | undefined;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/**
 * The tracker worker's end of a relief worker: laying pictures on a head takes time that the tracker has not got. A worker
 * that dies is started again after a while.
 */
export class ReliefClient {
  readonly #options: ReliefClientOptions;
  #worker: Worker | undefined;
  /** Takes the answer to the picture that is out. */
  #answer: ((report: ReliefReport) => void) | undefined;
  #restartTime = Number.NEGATIVE_INFINITY;

  constructor(options: ReliefClientOptions) {
    this.#options = options;
  }

  /** What a picture shows, one at a time; undefined when that is nothing. The picture is the client's from then on. */
  look(picture: ReliefPicture): Promise<ReliefObservation | undefined> {
    const worker = this.#worker ?? this.#start();
    if (worker === undefined) {
      picture.picture.close();
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      this.#answer = resolve;
      const command: ReliefCommand = { type: 'look', ...picture };
      worker.postMessage(command, [picture.picture]);
    });
  }

  /** Ends the worker; nothing is seen any more. */
  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#answer?.(undefined);
  }

  #start(): Worker | undefined {
    const { createWorker, origin, identity, now } = this.#options;
    if (now() < this.#restartTime) {
      return undefined;
    }
    const worker = createWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<ReliefReport>) => this.#answer?.(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#restartTime = now() + RESTART_PAUSE;
      this.close();
    });
    const command: ReliefCommand = { type: 'start', origin, identity };
    worker.postMessage(command);
    this.#worker = worker;
    return worker;
  }
}

/** The relief worker as the build finds it. */
export function createReliefWorker(): Worker {
  return new Worker(new URL('./relief.worker.ts', import.meta.url), { type: 'module', name: 'relief' });
}
