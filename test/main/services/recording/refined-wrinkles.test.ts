import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repairTake } from '../../../../src/main/services/recording/repair-take.ts';
import { reprocessTake } from '../../../../src/main/services/recording/reprocess-take.ts';
import { TakeReader } from '../../../../src/main/services/recording/take-reader.ts';
import { type SteppedMaps, stepMap } from '../../../../src/shared/core/detail/basis/stepped-maps.ts';
import { MalformedMessageError } from '../../../../src/shared/core/take/message-codec.ts';
import { decodeWrinkles, encodeWrinkles } from '../../../../src/shared/core/take/wrinkle-codec.ts';
import { FRESH_START, RecorderUnderTest } from '../../../support/recorder-under-test.ts';
import { readRecords } from '../../../support/take-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { createPerson } from '../../../support/wrinkle-people.ts';

function personsMaps(): SteppedMaps {
  const { maps, size } = createPerson(4);
  const stepped = { maps: new Int8Array(maps.length), steps: new Float32Array(17) };
  for (let map = 0; map < 17; map++) {
    const [start, end] = [map * size ** 2, (map + 1) * size ** 2];
    stepped.steps[map] = stepMap(maps.subarray(start, end), stepped.maps.subarray(start, end));
  }
  return stepped;
}

const MAPS = personsMaps();

async function record(wrinkles: SteppedMaps | undefined): Promise<string> {
  const folder = await temporaryFolder();
  const under = new RecorderUnderTest();
  await under.start(folder, true, wrinkles);
  under.publish(90, FRESH_START);
  const { state } = under.recorder;
  await under.recorder.stop();
  return join(folder, `${state.status === 'recording' ? state.take : ''}.mcap`);
}

async function wrinklesOf(path: string): Promise<readonly SteppedMaps[]> {
  await using take = await TakeReader.open(path);
  const { records } = await readRecords(take);
  return records.flatMap((found) => (found.kind === 'wrinkles' ? [found.maps] : []));
}

/** Whether these are the one set of maps, bit for bit. */
function isExact(found: readonly SteppedMaps[]): boolean {
  const [only, ...more] = found;
  return (
    only !== undefined &&
    more.length === 0 &&
    Buffer.from(only.maps).equals(Buffer.from(MAPS.maps)) &&
    only.steps.every((step, map) => Object.is(step, MAPS.steps[map]))
  );
}

it('keeps the refined maps that are worn when a take begins, before its first observation', async () => {
  const path = await record(MAPS);
  await using take = await TakeReader.open(path);
  const { records, damage } = await readRecords(take);
  expect(records[0]?.kind).toBe('wrinkles');
  expect(isExact(await wrinklesOf(path))).toBe(true);
  expect(damage).toEqual({ lostBytes: 0, lostMessages: 0, malformedMessages: 0 });
});

it('keeps none where those of the identity are worn', async () => {
  expect(await wrinklesOf(await record(undefined))).toEqual([]);
});

it('carries them on when a take is reprocessed', async () => {
  const path = await record(MAPS);
  await using take = await TakeReader.open(path);
  const again = `${path}.again`;
  await reprocessTake(take, again, {
    settings: undefined,
    appVersion: '0.1.0',
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(isExact(await wrinklesOf(again))).toBe(true);
});

it('carries them on when a take is repaired', async () => {
  const path = await record(MAPS);
  await truncate(path, 1_400_000);
  await repairTake(path, new Date('2026-01-02T03:04:05Z'));
  expect(isExact(await wrinklesOf(path))).toBe(true);
});

it.each([
  { ...MAPS, maps: MAPS.maps.subarray(1) },
  { ...MAPS, steps: new Float32Array(16) },
  { ...MAPS, steps: new Float32Array(17).fill(Number.NaN) },
  { ...MAPS, steps: new Float32Array(17).fill(0.1) },
])('refuses maps that are none', (maps) => {
  expect(() => decodeWrinkles(encodeWrinkles(maps))).toThrow(MalformedMessageError);
});
