import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { repairTake } from '../../../../src/main/services/recording/repair-take.ts';
import { TakeReader } from '../../../../src/main/services/recording/take-reader.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { readRecords, writeSampleTake } from '../../../support/take-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOW = new Date('2026-01-02T03:04:05Z');
const WHOLE = { lostBytes: 0, lostMessages: 0, malformedMessages: 0 };

describe('repairTake', () => {
  it('leaves a whole take alone', async () => {
    const folder = await temporaryFolder();
    const path = await writeSampleTake(folder, 60);
    const before = await readFile(path);

    const report = await repairTake(path, NOW);

    expect(report).toEqual({ frames: 60, observations: 60, damage: WHOLE, keptAs: undefined });
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['take.mcap']);
  });

  it('makes a take that was cut off whole and keeps the cut one', async () => {
    const folder = await temporaryFolder();
    const path = await writeSampleTake(folder, 120);
    await truncate(path, 500_000);

    const report = await repairTake(path, NOW);

    await using take = await TakeReader.open(path);
    const { records, damage } = await readRecords(take);
    expect([take.isFinished, take.frames, damage]).toEqual([true, report.frames, WHOLE]);
    expect(report.frames).toBeGreaterThan(60);
    expect(records.filter(({ kind }) => kind === 'settings')).toHaveLength(1);
    expect(report.keptAs).toBe(path.replace('.mcap', ' (damaged 2026-01-02T03.04.05.000Z).mcap'));
    expect((await stat(report.keptAs ?? '')).size).toBe(500_000);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await take.overview()).reduce((sum, { frames }) => sum + frames, 0)).toBe(report.frames);
  });

  it('mends takes with flipped bytes, whatever they hit', async () => {
    const folder = await temporaryFolder();
    const original = await readFile(await writeSampleTake(folder, 60));
    const random = seededRandom(5);
    for (let attempt = 0; attempt < 25; attempt++) {
      const path = `${folder}/flipped ${attempt}.mcap`;
      const bytes = Uint8Array.from(original);
      for (let flip = 0; flip < 3; flip++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      await writeFile(path, bytes);

      const { frames } = await repairTake(path, NOW);

      await using take = await TakeReader.open(path);
      const { damage } = await readRecords(take);
      expect([take.isFinished, take.frames, damage]).toEqual([true, frames, WHOLE]);
    }
  });
});
