import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { inferenceThreads } from '../inference/choose-model.ts';
import { startNodeWorker } from '../inference/node-worker-process.ts';
import { WorkerHost } from '../inference/worker-host.ts';
import type { WorkerProcess } from '../inference/worker-process.ts';
import type { CommandContext } from './command.ts';

/** Threads each network may use in a command. */
export const COMMAND_THREADS = inferenceThreads(availableParallelism());

/** The inference process of a command: from the build, or from the source when the command itself runs from it. */
export function createInferenceHost(context: CommandContext): WorkerHost {
  return new WorkerHost(() => inferenceStarter(context)(false));
}

/** An inference process for work that can wait and must not take the processor from anything else. */
export function createBackgroundInferenceHost(context: CommandContext): WorkerHost {
  return new WorkerHost(() => inferenceStarter(context)(true));
}

/** Starts inference processes of the build, or of the source when the command itself runs from it. */
export function inferenceStarter({
  projectFolder,
}: Pick<CommandContext, 'projectFolder'>): (isBackground: boolean) => WorkerProcess {
  const isSource = import.meta.filename.endsWith('.ts');
  const entry = isSource
    ? join(projectFolder, 'src', 'main', 'inference', 'inference-process.ts')
    : join(projectFolder, 'out', 'main', 'inference-process.js');
  return (isBackground) => startNodeWorker({ entry, execArgv: process.execArgv, isBackground });
}
