import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { processTreeMemory } from '../../../src/main/bench/process-memory.ts';

const MEGABYTES = 64;

test.skipIf(process.platform !== 'linux')('counts what a child of a child holds', async () => {
  const before = (await processTreeMemory(process.pid)) ?? Number.NaN;
  const holder = `globalThis.held = Buffer.alloc(${MEGABYTES << 20}, 1); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn('sh', ['-c', '"$0" -e "$1"; true', process.execPath, holder], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
  });
  await once(child.stdout, 'data');

  const after = (await processTreeMemory(process.pid)) ?? Number.NaN;

  expect(after - before).toBeGreaterThan(0.9 * MEGABYTES * 2 ** 20);
});

test('says nothing of a process that is not there', async () => {
  expect(await processTreeMemory(2 ** 30)).toBeUndefined();
});
