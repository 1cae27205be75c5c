import { expect, test } from 'vitest';
import { ProgressBar } from '../../../src/main/cli/progress-bar.ts';

test('counts the rate from where an interrupted download goes on', () => {
  let now = 0;
  const written: string[] = [];
  const stream = {
    isTTY: true,
    write: (text: string) => written.push(text),
  } as unknown as NodeJS.WriteStream;
  const bar = new ProgressBar(stream, 'pack', () => now);

  bar.update(5_000_000, 10_000_000);
  now = 1000;
  bar.update(6_000_000, 10_000_000);
  bar.end();

  expect(written.at(-2)).toContain(' 60 % (6.0 MB of 10.0 MB, 4 s left)');
  expect(written.at(-1)?.endsWith('\n')).toBe(true);
});
