import { fork } from 'node:child_process';
import { createNodeProcessEndpoint } from '../../shared/contract/process-endpoint.ts';
import { keepLastWords, lowerPriority, type ProcessExit, type WorkerProcess } from './worker-process.ts';

export interface NodeWorkerOptions {
  /** Absolute path of the process's entry file. */
  readonly entry: string;
  /** Options of Node itself, such as a loader. */
  readonly execArgv: readonly string[];
  /** Whether its work can wait for that of other processes. */
  readonly isBackground?: boolean;
}

/** Starts a worker as a Node child process: browser mode and the command line. */
export function startNodeWorker({
  entry,
  execArgv,
  isBackground = false,
}: NodeWorkerOptions): WorkerProcess & { readonly pid: number | undefined } {
  const child = fork(entry, [], {
    execArgv: [...execArgv],
    // Typed arrays cross as they are; the default is JSON.
    serialization: 'advanced',
    // Nothing may reach stdout: a command's --json answer goes there.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (isBackground) {
    lowerPriority(child.pid);
  }
  const lastWords = keepLastWords(child.stderr);
  const exited = new Promise<ProcessExit>((resolve) => {
    child.on('exit', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined, lastWords: lastWords() }),
    );
    child.on('error', (error) => {
      if (child.pid === undefined) {
        resolve({ code: undefined, signal: undefined, lastWords: error.message });
      }
    });
  });
  return {
    pid: child.pid,
    endpoint: createNodeProcessEndpoint(child),
    exited,
    kill: () => child.kill('SIGKILL'),
  };
}
