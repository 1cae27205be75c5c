import { expect, test, vi } from 'vitest';
import type { LiveFaceState } from '../../src/shared/contract/live-face.ts';
import { WRINKLE_REGIONS } from '../../src/shared/core/face/wrinkle-regions.ts';
import { openApp } from '../support/app-page.ts';
import { startInferenceWorker } from '../support/inference-worker.ts';

test('the open pack reads the relief of a live face, and sends its wrinkle weights at camera rate', {
  timeout: 120_000,
  // A machine with much else to do may let deadlines pass.
  retry: 1,
}, async () => {
  const { services, receiver } = await openApp({
    server: { startInference: startInferenceWorker },
    camera: 'demo',
  });
  let state: LiveFaceState | undefined;
  services.on('face/state', (value) => {
    state = value;
  });

  await vi.waitFor(
    () => expect(state).toMatchObject({ status: 'running', pack: 'open', input: 'uv-relief' }),
    { timeout: 60_000, interval: 100 },
  );
  await vi.waitFor(
    async () => {
      const packet = new Map((await receiver.messages()).map(({ address, args }) => [address, args]));
      const weights = WRINKLE_REGIONS.map((region) => packet.get(`/furrow/wrinkle/${region}`)?.[0]);
      expect(weights.every((weight) => typeof weight === 'number' && weight >= 0 && weight <= 1)).toBe(true);
      expect(weights.some((weight) => weight !== 0)).toBe(true);
    },
    { timeout: 60_000, interval: 1 },
  );
});
