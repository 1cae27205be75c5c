import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../out/main/furrow.js', import.meta.url));

export interface FinishedCommand {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command line as a process of its own, offline, with its data in `<folder>/data`. */
export function startFurrow(
  folder: string,
  values: readonly string[],
  nodeOptions: readonly string[] = [],
): ChildProcessWithoutNullStreams {
  if (!existsSync(ENTRY)) {
    throw new Error('The command line is not built: run "npm run build" first.');
  }
  return spawn(process.execPath, [...nodeOptions, ENTRY, ...values], {
    env: { ...process.env, FURROW_DATA: join(folder, 'data'), FURROW_OFFLINE: '1' },
  });
}

/** What a command has said when it ends. */
export async function finished(child: ChildProcessWithoutNullStreams): Promise<FinishedCommand> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (piece) => {
    stdout += piece;
  });
  child.stderr.on('data', (piece) => {
    stderr += piece;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
