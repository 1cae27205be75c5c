import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Absolute path of a new empty folder that is deleted when the suite it is called in has ended. */
export function suiteFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'furrow-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
