import type { Log } from './services/log/log.ts';

/** Something long-lived and what to call it in the log. */
export interface Disposable {
  readonly name: string;
  dispose(): void | Promise<void>;
}

/** Milliseconds each part gets to end: long enough to flush a file, short enough for somebody who has closed a window. */
const LIMIT = 3000;

/**
 * Ends parts in the reverse order of their making. One that fails or hangs is logged and does not keep the others
 * from ending.
 */
export async function disposeInReverse(parts: readonly Disposable[], log: Log, limit = LIMIT): Promise<void> {
  for (const { name, dispose } of parts.toReversed()) {
    try {
      await within(limit, dispose());
    } catch (thrown) {
      log.error(`${name} did not end cleanly.`, {
        reason: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }
}

async function within(limit: number, ending: void | Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${limit} ms`)), limit);
  });
  try {
    await Promise.race([ending, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
