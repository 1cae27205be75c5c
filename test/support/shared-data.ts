import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** Whether the folder of test material beside the project is there. Only tests and benchmarks read it. */
export const hasSharedData = existsSync(SHARED);

/** Absolute path of a file of the test material, e.g. `sharedPath('data/dev/man-speaks.mp4')`. */
export function sharedPath(relative: string): string {
  return `${SHARED}${relative}`;
}

/** Suffix for the title of a suite that needs the test material: says loudly why it is skipped. */
export const sharedDataNote = hasSharedData ? '' : ' (skipped: needs ../shared)';
