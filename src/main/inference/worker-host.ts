import { AppError } from '../../shared/contract/app-error.ts';
import { type Client, connect } from '../../shared/contract/rpc.ts';
import type { InferenceContract } from './inference-contract.ts';
import type { ProcessExit, StartWorkerProcess, WorkerProcess } from './worker-process.ts';

/** What the inference process is doing, for doctor, alerts and the log. */
export type WorkerStatus =
  | { readonly status: 'stopped' | 'starting' | 'ready' }
  | {
      readonly status: 'restarting';
      /** How often in a row it has crashed. */
      readonly attempt: number;
      readonly delayMilliseconds: number;
      readonly reason: AppError;
    }
  | { readonly status: 'failed'; readonly reason: AppError };

export interface WorkerRequestOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds until the answer, the wait for a restarting process included. */
  readonly deadline?: number;
}

/** Whatever answers the requests of the inference contract. */
export type InferenceRunner = Pick<WorkerHost, 'request'>;

type Requests = InferenceContract['requests'];

/** One run of the process, from start to end. */
interface LiveProcess {
  readonly process: WorkerProcess;
  readonly client: Client<InferenceContract>;
  /** What ended it; resolves when it is gone. */
  readonly ended: Promise<AppError>;
}

/** A graphics driver may compile shaders for tens of seconds when a model runs for the first time. */
const DEFAULT_DEADLINE_MILLISECONDS = 30_000;

/** A process that has not loaded by then hangs and is ended. */
const START_DEADLINE_MILLISECONDS = 30_000;

const FIRST_DELAY_MILLISECONDS = 1000;
const LONGEST_DELAY_MILLISECONDS = 60_000;

/** This many crashes within the window mean that trying again does not help. */
const CRASHES_TO_FAIL = 3;
const CRASH_WINDOW_MILLISECONDS = 60_000;

interface Waiter {
  resolve(live: LiveProcess): void;
  reject(error: AppError): void;
}

/**
 * Keeps one inference process alive and sends it requests. The first request starts it. A crash rejects what
 * was asked of it with `inference/worker-crashed`; it is started again after 1, 2, 4 … 60 seconds, and requests
 * made meanwhile wait for it. The third crash within a minute gives up until `start` is called again.
 */
export class WorkerHost implements AsyncDisposable {
  readonly #startProcess: StartWorkerProcess;
  readonly #statusListeners = new Set<(status: WorkerStatus) => void>();
  readonly #waiters = new Set<Waiter>();
  #status: WorkerStatus = { status: 'stopped' };
  #live: LiveProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #crashTimes: readonly number[] = [];
  #attempt = 0;

  constructor(startProcess: StartWorkerProcess) {
    this.#startProcess = startProcess;
  }

  get status(): WorkerStatus {
    return this.#status;
  }

  /** Listens to status changes; returns the function that stops listening. */
  onStatus(listener: (status: WorkerStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  /** Starts the process when it is stopped or has failed; the retry of a person who was told of the failure. */
  start(): void {
    if (this.#status.status === 'stopped' || this.#status.status === 'failed') {
      this.#crashTimes = [];
      this.#attempt = 0;
      this.#launch();
    }
  }

  /**
   * Asks the inference process for something. A request that overruns its deadline ends the process, for a
   * run cannot be interrupted otherwise.
   *
   * @throws AppError `inference/worker-crashed`, `inference/timeout`, `cancelled`, or what the request throws.
   */
  async request<Name extends keyof Requests>(
    name: Name,
    params: Requests[Name]['params'],
    { signal, deadline = DEFAULT_DEADLINE_MILLISECONDS }: WorkerRequestOptions = {},
  ): Promise<Requests[Name]['result']> {
    const overdue = AbortSignal.timeout(deadline);
    const stop = signal === undefined ? overdue : AbortSignal.any([signal, overdue]);
    const live = await this.#whenReady(stop).catch((error: AppError) => {
      throw overdue.aborted ? timedOut(name, deadline) : error;
    });
    try {
      // The signal carries the deadline; the connection's own must not fire before it.
      return await live.client.request(name, params, { signal: stop, deadline: 2 * deadline });
    } catch (thrown) {
      if (overdue.aborted) {
        const error = timedOut(name, deadline);
        this.#abandon(live, error);
        throw error;
      }
      throw thrown instanceof AppError && thrown.code === 'backend/disconnected' ? await live.ended : thrown;
    }
  }

  /** Ends the process; what was asked of it rejects. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    const live = this.#live;
    this.#live = undefined;
    this.#rejectWaiters(new AppError('cancelled', 'The inference process is being stopped.'));
    this.#setStatus({ status: 'stopped' });
    live?.process.kill();
    await live?.ended;
  }

  #launch(): void {
    const process = this.#startProcess();
    const live: LiveProcess = {
      process,
      client: connect<InferenceContract>(process.endpoint),
      ended: process.exited.then(crashed),
    };
    this.#live = live;
    this.#setStatus({ status: 'starting' });
    this.#timer = setTimeout(
      () => this.#abandon(live, timedOut('start', START_DEADLINE_MILLISECONDS)),
      START_DEADLINE_MILLISECONDS,
    );
    live.client.on('ready', () => {
      clearTimeout(this.#timer);
      this.#setStatus({ status: 'ready' });
      for (const waiter of this.#waiters) {
        waiter.resolve(live);
      }
    });
    void live.ended.then((reason) => this.#restart(live, reason));
  }

  /** Ends a process that hangs. */
  #abandon(live: LiveProcess, reason: AppError): void {
    live.process.kill();
    this.#restart(live, reason);
  }

  /** Starts again after `live` is lost, unless that has been seen to before. */
  #restart(live: LiveProcess, reason: AppError): void {
    if (this.#live !== live) {
      return;
    }
    clearTimeout(this.#timer);
    this.#live = undefined;
    const now = performance.now();
    const recent = this.#crashTimes.filter((time) => now - time < CRASH_WINDOW_MILLISECONDS);
    this.#attempt = recent.length === 0 ? 1 : this.#attempt + 1;
    this.#crashTimes = [...recent, now];
    if (this.#crashTimes.length >= CRASHES_TO_FAIL) {
      const failure = givenUp(reason);
      this.#setStatus({ status: 'failed', reason: failure });
      this.#rejectWaiters(failure);
      return;
    }
    const delayMilliseconds = Math.min(
      FIRST_DELAY_MILLISECONDS * 2 ** (this.#attempt - 1),
      LONGEST_DELAY_MILLISECONDS,
    );
    this.#setStatus({ status: 'restarting', attempt: this.#attempt, delayMilliseconds, reason });
    this.#timer = setTimeout(() => this.#launch(), delayMilliseconds);
  }

  #whenReady(signal: AbortSignal): Promise<LiveProcess> {
    if (this.#status.status === 'stopped') {
      this.start();
    }
    if (this.#status.status === 'failed') {
      return Promise.reject(this.#status.reason);
    }
    if (this.#status.status === 'ready' && this.#live !== undefined) {
      return Promise.resolve(this.#live);
    }
    return new Promise((resolve, reject) => {
      const cancelled = () =>
        waiter.reject(
          new AppError('cancelled', 'The request was cancelled before the inference process was ready.'),
        );
      const settle = () => {
        this.#waiters.delete(waiter);
        signal.removeEventListener('abort', cancelled);
      };
      const waiter: Waiter = {
        resolve: (live) => {
          settle();
          resolve(live);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', cancelled, { once: true });
      if (signal.aborted) {
        cancelled();
      }
    });
  }

  #rejectWaiters(error: AppError): void {
    for (const waiter of this.#waiters) {
      waiter.reject(error);
    }
  }

  #setStatus(status: WorkerStatus): void {
    this.#status = status;
    for (const listener of this.#statusListeners) {
      listener(status);
    }
  }
}

function crashed({ code, signal, lastWords }: ProcessExit): AppError {
  const how = signal ?? (code === undefined ? 'it could not be started' : `exit code ${code}`);
  return new AppError(
    'inference/worker-crashed',
    `The inference process ended in the middle of its work (${how}). Ask again: it is started anew by itself.`,
    { details: { code, signal, lastWords } },
  );
}

function givenUp(lastCrash: AppError): AppError {
  return new AppError(
    'inference/worker-crashed',
    `The inference process ended ${CRASHES_TO_FAIL} times within a minute and is not started again by itself. ` +
      'Choose the CPU in the settings or update the graphics driver, then try again.',
    { cause: lastCrash, details: lastCrash.details },
  );
}

function timedOut(name: string, deadline: number): AppError {
  return new AppError(
    'inference/timeout',
    `The inference process did not answer "${name}" within ${deadline / 1000} s and is started again.`,
  );
}
