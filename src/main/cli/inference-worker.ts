import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { inferenceThreads } from '../inference/choose-model.ts';
import { startNodeWorker } from '../inference/node-worker-process.ts';
import { WorkerHost } from '../inference/worker-host.ts';
import type { StartWorkerProcess } from '../inference/worker-process.ts';
import type { CommandContext } from './command.ts';

/** Threads each network may use in a command. */
export const COMMAND_THREADS = inferenceThreads(availableParallelism());

/** Entries of the worker processes in `src/main`, by their names in the build. */
const SOURCES = {
  'inference-process': 'inference/inference-process.ts',
  'background-process': 'background/background-process.ts',
} as const;

/** The inference process of a command: from the build, or from the source when the command itself runs from it. */
export function createInferenceHost(context: CommandContext): WorkerHost {
  return new WorkerHost(workerStarter(context, 'inference-process', false));
}

/** An inference process for work that can wait and must not take the processor from anything else. */
export function createBackgroundInferenceHost(context: CommandContext): WorkerHost {
  return new WorkerHost(workerStarter(context, 'inference-process', true));
}

/** Starts a worker process of the build, or of the source when the command itself runs from it. */
export function workerStarter(
  { projectFolder }: Pick<CommandContext, 'projectFolder'>,
  name: keyof typeof SOURCES,
  isBackground: boolean,
): StartWorkerProcess {
  const isSource = import.meta.filename.endsWith('.ts');
  const entry = isSource
    ? join(projectFolder, 'src', 'main', SOURCES[name])
    : join(projectFolder, 'out', 'main', `${name}.js`);
  return () => startNodeWorker({ entry, execArgv: process.execArgv, isBackground });
}
