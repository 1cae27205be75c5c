import type { Failure } from '../state/app-state.ts';
import type { CameraHandover, TrackerCommand, TrackerReport } from './tracker-messages.ts';

/** Milliseconds before a dead worker is started again, and how often in a row that is tried. */
const RESTART_PAUSE = 1000;
const MOST_RESTARTS = 3;

/** A worker that has run for this long, milliseconds, has earned its restarts back. */
const PROVEN = 60_000;

/** Where a worker comes from and whom it tells. */
export interface TrackerClientOptions {
  readonly createWorker: () => Worker;
  readonly onReport: (report: TrackerReport) => void;
  /** A worker has begun, the first one or one after a crash: it knows nothing yet. */
  readonly onStart: () => void;
  /** The worker has died; it is started again unless that has happened too often. */
  readonly onDeath: (failure: Failure) => void;
}

/** The page's end of the tracker worker. Starts it again when it dies. */
export class TrackerClient {
  readonly #options: TrackerClientOptions;
  #worker: Worker | undefined;
  #restarts = 0;
  #startedAt = 0;
  #restartTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TrackerClientOptions) {
    this.#options = options;
  }

  start(): void {
    const worker = this.#options.createWorker();
    this.#worker = worker;
    this.#startedAt = performance.now();
    worker.addEventListener('message', ({ data }: MessageEvent<TrackerReport>) =>
      this.#options.onReport(data),
    );
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#died(worker, event.message);
    });
    worker.addEventListener('messageerror', () => this.#died(worker, 'a message could not be read'));
    this.#options.onStart();
  }

  /** Does nothing while there is no worker. */
  send(command: TrackerCommand): void {
    this.#worker?.postMessage(command, transferables(command));
  }

  close(): void {
    clearTimeout(this.#restartTimer);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #died(worker: Worker, reason: string): void {
    if (worker !== this.#worker) {
      return;
    }
    worker.terminate();
    this.#worker = undefined;
    this.#restarts = performance.now() - this.#startedAt > PROVEN ? 0 : this.#restarts;
    this.#options.onDeath({
      code: 'tracker/failed',
      message: `The face tracker stopped (${reason || 'no reason given'}). If it does not come back, reload the window.`,
    });
    if (this.#restarts < MOST_RESTARTS) {
      this.#restarts += 1;
      this.#restartTimer = setTimeout(() => this.start(), RESTART_PAUSE);
    }
  }
}

/** The tracker worker as the build finds it. */
export function createTrackerWorker(): Worker {
  return new Worker(new URL('./tracker.worker.ts', import.meta.url), { type: 'module', name: 'tracker' });
}

function transferables(command: TrackerCommand): Transferable[] {
  switch (command.type) {
    case 'open-camera':
      return [handedOver(command.handover)];
    case 'attach-preview':
      return [command.canvas];
    case 'port':
    case 'feed-enrolment':
      return command.port === undefined ? [] : [command.port];
    default:
      return [];
  }
}

function handedOver(handover: CameraHandover): Transferable {
  switch (handover.kind) {
    case 'frames':
      return handover.frames;
    case 'port':
      return handover.port;
    case 'track':
      // TypeScript's list of transferable objects does not have tracks yet.
      return handover.track as unknown as Transferable;
  }
}
