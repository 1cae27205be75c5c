import { utilityProcess } from 'electron';
import { createUtilityProcessEndpoint } from '../../shared/contract/process-endpoint.ts';
import {
  keepLastWords,
  lowerPriority,
  type ProcessExit,
  type WorkerProcess,
} from '../inference/worker-process.ts';

/**
 * Starts a worker as an Electron utility process. All of its work can wait for the tracker's.
 * @param entry absolute path of its entry file.
 */
export function startUtilityWorker(entry: string): WorkerProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Furrow inference',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.once('spawn', () => lowerPriority(child.pid));
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
