import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TakeReader } from '../../src/main/services/recording/take-reader.ts';
import { createFaceFrame } from '../../src/shared/core/face/face-frame.ts';
import { angleBetween } from '../../src/shared/core/face/rotation.ts';
import { ScriptedPerformance } from '../../src/shared/core/performance/scripted-performance.ts';
import { readHeadPose } from '../../src/shared/core/tracking/head-pose.ts';
import { openApp } from '../support/app-page.ts';
import { finished, startFurrow } from '../support/furrow-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

/** How far the head's rotation is found from its true one in each observation of a take that shows a face, degrees. */
async function rotationErrors(path: string): Promise<number[]> {
  await using take = await TakeReader.open(path);
  const performance = new ScriptedPerformance();
  const truth = createFaceFrame();
  const found = new Float32Array(4);
  const errors: number[] = [];
  for await (const record of take.records({ topics: ['/observation'] })) {
    if (record.kind === 'observation' && record.observation.hasFace) {
      performance.at(record.observation.time, truth);
      readHeadPose(record.observation.headMatrix, found, new Float32Array(3));
      errors.push((angleBetween(found, truth.headRotation) * 180) / Math.PI);
    }
  }
  return errors.sort((a, b) => a - b);
}

describe('the demo performer before the app', () => {
  test('becomes packets without a camera, and is among the sources', { timeout: 180_000 }, async () => {
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

  test('becomes a take whose times tell the truth', { timeout: 180_000 }, async () => {
    const folder = await temporaryFolder();
    const out = join(folder, 'demo.mcap');
    const command = startFurrow(folder, ['capture', 'demo', '--fps', '0.5', '--out', out, '--json']);
    const { code, stdout } = await finished(command);

    const { frames, tracked } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(frames).toBe(Math.ceil((new ScriptedPerformance().duration * 0.5) / 1000));
    expect(tracked / frames).toBeGreaterThan(0.95);
    const errors = await rotationErrors(out);
    // MediaPipe makes turns about a seventh smaller than they are.
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(6);
  });
});
