import { expect, test } from 'vitest';
import { disposeInReverse } from '../../src/main/dispose-in-reverse.ts';
import { SILENT_LOG } from '../../src/main/services/log/log.ts';

test('ends what was made last first, and neither a failure nor a hang keeps the rest from ending', async () => {
  const ended: string[] = [];
  const errors: string[] = [];
  const parts = [
    { name: 'first', dispose: () => void ended.push('first') },
    { name: 'hanging', dispose: () => new Promise<void>(() => undefined) },
    { name: 'failing', dispose: () => Promise.reject(new Error('disk full')) },
    { name: 'last', dispose: async () => void ended.push('last') },
  ];

  await disposeInReverse(parts, { ...SILENT_LOG, error: (message) => errors.push(message) }, 10);

  expect(ended).toEqual(['last', 'first']);
  expect(errors).toEqual(['failing did not end cleanly.', 'hanging did not end cleanly.']);
});
