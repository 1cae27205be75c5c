import { constants, getPriority, setPriority } from 'node:os';
import type { Endpoint } from '../../shared/contract/endpoint.ts';

/** How a process ended. */
export interface ProcessExit {
  /** Exit code; undefined when a signal ended the process or it never started. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The end of what it wrote to stderr: a native fault says there what happened. */
  readonly lastWords: string;
}

/** A process of ours with a channel to it, whichever shell started it. */
export interface WorkerProcess {
  readonly endpoint: Endpoint;
  /** Resolves when the process has ended, or could not be started; never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Ends the process at once, whatever it is doing; `exited` follows. */
  kill(): void;
}

/** Starts the process. */
export type StartWorkerProcess = () => WorkerProcess;

/** Characters of stderr that are kept. */
const LAST_WORDS_LENGTH = 2000;

/** Keeps the end of what a process writes to stderr; returns the function that tells it. */
export function keepLastWords(stderr: NodeJS.ReadableStream | null): () => string {
  let lastWords = '';
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS_LENGTH);
  });
  return () => lastWords;
}

/** Lets all other processes go before one; nothing happens when it has not started. */
export function lowerPriority(pid: number | undefined): void {
  if (pid !== undefined) {
    // Nobody may raise a priority, not even that of a child.
    setPriority(pid, Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  }
}
