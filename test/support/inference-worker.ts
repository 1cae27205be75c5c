import { fileURLToPath } from 'node:url';
import { startNodeWorker } from '../../src/main/inference/node-worker-process.ts';

const ENTRY = fileURLToPath(new URL('../../src/main/inference/inference-process.ts', import.meta.url));

const BACKGROUND_ENTRY = fileURLToPath(
  new URL('../../src/main/background/background-process.ts', import.meta.url),
);

/** Starts the real inference process from its TypeScript source. */
export function startInferenceWorker(): ReturnType<typeof startNodeWorker> {
  return startNodeWorker({ entry: ENTRY, execArgv: ['--import', 'tsx'] });
}

/** Starts the real process for work in the background from its TypeScript source. */
export function startBackgroundWorker(): ReturnType<typeof startNodeWorker> {
  return startNodeWorker({ entry: BACKGROUND_ENTRY, execArgv: ['--import', 'tsx'], isBackground: true });
}
