import { describe, expect, test } from 'vitest';
import { openApp } from '../support/app-page.ts';

const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

describe('the demo performer before the app', () => {
  test('becomes packets without a camera, and is among the sources', { timeout: 120_000 }, async () => {
    const { page, receiver } = await openApp({ camera: 'demo' });

    const frames: ReadonlyMap<string, readonly unknown[]>[] = [];
    while (frames.length < 40) {
      const messages = await receiver.messages();
      const frame = new Map(messages.map(({ address, args }) => [address, args]));
      if (frame.get('/furrow/tracking')?.[0] === 'tracked') {
        frames.push(frame);
      }
    }

    const values = (address: string) => frames.map((frame) => Number(frame.get(address)?.[0]));
    expect(spread(values('/furrow/face/jawOpen'))).toBeGreaterThan(0.1);
    expect(await page.locator('select').first().inputValue()).toBe('demo:Ada');
    expect(await page.getByRole('status').textContent()).toBe('Tracking');
  });
});
