import { utilityProcess } from 'electron';
import { createUtilityProcessEndpoint } from '../../shared/contract/process-endpoint.ts';
import {
  keepLastWords,
  lowerPriority,
  type ProcessExit,
  type WorkerProcess,
} from '../inference/worker-process.ts';

/**
 * Starts a worker as an Electron utility process.
 * @param entry absolute path of its entry file.
 * @param isBackground whether its work can wait for that of other processes.
 */
export function startUtilityWorker(entry: string, isBackground: boolean): WorkerProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Furrow inference',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (isBackground) {
    child.once('spawn', () => lowerPriority(child.pid));
  }
  const lastWords = keepLastWords(child.stderr);
  const exited = new Promise<ProcessExit>((resolve) => {
    // On POSIX systems a process ended by a signal reports the signal's number as its code.
    child.on('exit', (code) => resolve({ code, signal: undefined, lastWords: lastWords() }));
  });
  return {
    endpoint: createUtilityProcessEndpoint(child),
    exited,
    kill: () => child.kill(),
  };
}
