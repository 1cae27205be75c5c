import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../src/main/cli/furrow.ts', import.meta.url));

export interface FinishedCommand {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command line as a process of its own, offline, with its data in `<folder>/data`. */
export function startFurrow(
  folder: string,
  values: readonly string[],
  nodeOptions: readonly string[] = [],
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['--import', 'tsx', ...nodeOptions, ENTRY, ...values], {
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
