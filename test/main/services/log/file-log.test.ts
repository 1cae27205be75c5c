import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileLog } from '../../../../src/main/services/log/file-log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('writes one line per entry into a file of the user’s own and begins anew at a megabyte', async () => {
  const path = join(await temporaryFolder(), 'logs', 'furrow.log');
  const log = new FileLog(path, () => new Date('2026-11-22T12:00:00Z'));

  log.info('The stream\nstarted', { targets: 2 });
  expect(await readFile(path, 'utf8')).toBe(
    '2026-11-22T12:00:00.000Z info The stream started {"targets":2}\n',
  );
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  log.warn('x'.repeat(1_000_000));
  log.error('after');
  log[Symbol.dispose]();
  expect(await readFile(path, 'utf8')).toBe('2026-11-22T12:00:00.000Z error after\n');
  expect((await stat(`${path}.old`)).size).toBeGreaterThan(1_000_000);
});
