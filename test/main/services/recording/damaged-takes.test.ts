import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/shared/contract/app-error.ts';
import { encodeFrame, encodeObservation } from '../../../../src/shared/core/take/take-codec.ts';
import type { TakeRecord } from '../../../../src/shared/core/take/take-record.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { suiteFolder } from '../../../support/suite-folder.ts';
import { readTakeBytes, writeSampleTake } from '../../../support/take-files.ts';

const FRAMES = 160;
const folder = suiteFolder();
const original = await readFile(await writeSampleTake(folder, FRAMES));
const { records: whole } = await readTakeBytes(original);
const wholeTexts = whole.map(textOf);

/** Tells records apart to the last bit. */
function textOf(record: TakeRecord): string {
  switch (record.kind) {
    case 'observation':
      return Buffer.from(encodeObservation(record.observation)).toString('latin1');
    case 'frame':
      return Buffer.from(encodeFrame(record.frame)).toString('latin1');
    default:
      return JSON.stringify(record);
  }
}

/** Whether `part` holds records of the whole take only, unaltered and in order. */
function isPartOfWhole(part: readonly TakeRecord[]): boolean {
  let from = 0;
  for (const text of part.map(textOf)) {
    from = wholeTexts.indexOf(text, from) + 1;
    if (from === 0) {
      return false;
    }
  }
  return true;
}

/** The records of damaged bytes, or none when nothing of a take is left. */
async function recover(bytes: Uint8Array): ReturnType<typeof readTakeBytes> {
  try {
    return await readTakeBytes(bytes);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'take/corrupt') {
      return { records: [], damage: { lostBytes: bytes.length, lostMessages: 0, malformedMessages: 0 } };
    }
    throw thrown;
  }
}

describe('damaged takes', () => {
  it('cut off anywhere keep every record before the cut', async () => {
    const random = seededRandom(7);
    const bytesPerRecord = original.length / wholeTexts.length;
    for (let attempt = 0; attempt < 200; attempt++) {
      const length = Math.floor(random() * original.length);

      const { records, damage } = await recover(original.subarray(0, length));

      expect(records.map(textOf)).toEqual(wholeTexts.slice(0, records.length));
      // All but the record at the cut, the preamble and the indices, which are smaller than three observations.
      expect(records.length).toBeGreaterThanOrEqual(Math.floor(length / bytesPerRecord) - 8);
      expect(damage.malformedMessages).toBe(0);
      expect(damage.lostBytes).toBeLessThan(9000);
    }
  });

  it('with a flipped byte lose the chunk it is in at the most, and say so', async () => {
    const random = seededRandom(11);
    let damagedAttempts = 0;
    for (let attempt = 0; attempt < 200; attempt++) {
      const bytes = Uint8Array.from(original);
      const position = Math.floor(random() * bytes.length);
      bytes[position] = (bytes[position] ?? 0) ^ (1 + Math.floor(random() * 255));

      const { records, damage } = await recover(bytes);

      const lost = whole.length - records.length;
      expect(isPartOfWhole(records), `byte ${position}`).toBe(true);
      // A chunk holds 800 ms, 48 observations and as many frames; settings or marker may be among them.
      expect(lost, `byte ${position}`).toBeLessThanOrEqual(98);
      if (lost > 0) {
        damagedAttempts += 1;
        expect(damage.lostMessages, `byte ${position}`).toBe(lost);
        expect(damage.lostBytes, `byte ${position}`).toBeGreaterThan(0);
      }
    }
    expect(damagedAttempts).toBeGreaterThan(150);
  });

  it('with ten flipped bytes keep the chunks that none of them hit', async () => {
    const random = seededRandom(13);
    for (let attempt = 0; attempt < 50; attempt++) {
      const bytes = Uint8Array.from(original);
      for (let flip = 0; flip < 10; flip++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }

      const { records } = await recover(bytes);

      expect(isPartOfWhole(records)).toBe(true);
    }
  });
});
