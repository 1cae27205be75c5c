import { expect, test } from 'vitest';
import { finished, startFurrow } from '../../support/furrow-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('measures what needs no clip and says what the rest needs', { timeout: 120_000 }, async () => {
  const folder = await temporaryFolder();
  const { code, stdout } = await finished(startFurrow(folder, ['bench', '--json']));
  expect(code).toBe(0);

  const { machine, stages } = JSON.parse(stdout);
  expect(machine).toMatch(/\d+ cores of /);
  const byName = new Map<string, unknown>(stages.map((stage: { stage: string }) => [stage.stage, stage]));
  for (const name of ['face tracker', 'frame pipeline', 'camera to UDP']) {
    expect(byName.get(name)).toEqual({ stage: name, skipped: expect.stringContaining('--clip FILE') });
  }
  for (const name of ['OSC encoder', 'VMC encoder', 'contract round trip', 'face model', 'detail normals']) {
    expect(byName.get(name)).toMatchObject({ median: expect.any(Number), p95: expect.any(Number) });
  }
  expect(byName.get('OSC encoder')).toMatchObject({
    isWithinBudget: expect.any(Boolean),
    bytesPerCall: expect.any(Number),
  });
});

test('refuses a clip that is not there', async () => {
  const folder = await temporaryFolder();
  expect(await finished(startFurrow(folder, ['bench', '--clip', 'missing.mp4']))).toMatchObject({
    code: 2,
    stdout: '',
  });
});
