import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LearntLibrary } from '../../../../src/main/services/identities/learnt-library.ts';
import { WrinkleRefinement } from '../../../../src/main/services/inference/wrinkle-refinement.ts';
import { SILENT_LOG } from '../../../../src/main/services/log/log.ts';
import type { EstimatedBasis } from '../../../../src/shared/core/detail/basis/basis-estimate.ts';
import { type SteppedMaps, unstepMaps } from '../../../../src/shared/core/detail/basis/stepped-maps.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/shared/core/tensor/safetensors.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import {
  createPeople,
  createPerson,
  expressionOf,
  PEOPLE_MASKS,
  PEOPLE_SIZE,
  showWrinkles,
} from '../../../support/wrinkle-people.ts';

const GROUND = { prior: createPeople(), masks: PEOPLE_MASKS };
const ENROLLED: EstimatedBasis = {
  maps: GROUND.prior.average.maps,
  confidence: new Float32Array(15).fill(0.5),
};
const ADA = { id: 'ada', revision: 1 };
const BROWS = expressionOf({ browInnerUp: 1, browOuterUpLeft: 1, browOuterUpRight: 1 });
const SEEN = {
  displacement: showWrinkles(createPerson(1), BROWS),
  confidence: new Float32Array(PEOPLE_SIZE ** 2).fill(1),
};

let folder: string;
let worn: (SteppedMaps | undefined)[];
let warnings: string[];
let time: number;
let isRecording: boolean;

beforeEach(async () => {
  folder = await temporaryFolder();
  worn = [];
  warnings = [];
  time = 0;
  isRecording = false;
});

function create(): WrinkleRefinement {
  const log = { ...SILENT_LOG, warn: (text: string) => void warnings.push(text) };
  const refinement = new WrinkleRefinement({
    library: new LearntLibrary(folder, log),
    isFrozen: () => isRecording,
    now: () => time,
    onWorn: (maps) => worn.push(maps),
  });
  refinement.changePerson(ADA);
  return refinement;
}

/** Raised brows for half a minute, seen well; the last maps that it went over to. */
async function raiseBrows(refinement: WrinkleRefinement): Promise<EstimatedBasis | undefined> {
  let known: EstimatedBasis | undefined;
  for (let look = 0; look < 8; look++) {
    time += 4000;
    known = (await refinement.see(BROWS, SEEN)) ?? known;
  }
  return known;
}

/** Learns, ends, and gives back the maps that were worn. */
async function learnOnce(): Promise<SteppedMaps | undefined> {
  await using refinement = create();
  await refinement.begin(GROUND, ENROLLED);
  await raiseBrows(refinement);
  return refinement.worn;
}

const file = () => join(folder, 'ada.learnt');

describe('a wrinkle refinement', () => {
  it('goes over to what was learnt now and then, and tells the maps that it measures with', async () => {
    await using refinement = create();
    expect(await refinement.begin(GROUND, ENROLLED)).toBe(ENROLLED);
    const known = await raiseBrows(refinement);
    expect(worn).toHaveLength(1);
    expect(largestDifference(known?.maps ?? ENROLLED.maps, unstepMaps(worn[0] as SteppedMaps))).toBe(0);
    const error = (maps: Float32Array) =>
      largestDifference(showWrinkles({ size: PEOPLE_SIZE, maps }, BROWS), SEEN.displacement);
    expect(error(known?.maps ?? ENROLLED.maps)).toBeLessThan(0.8 * error(ENROLLED.maps));
  });

  it('learns and changes nothing while a take is recorded', async () => {
    await using refinement = create();
    await refinement.begin(GROUND, ENROLLED);
    isRecording = true;
    expect(await raiseBrows(refinement)).toBeUndefined();
    isRecording = false;
    await raiseBrows(refinement);
    const before = refinement.worn;
    expect(before).toBeDefined();
    isRecording = true;
    await raiseBrows(refinement);
    expect(refinement.worn).toBe(before);
    expect(await refinement.begin(GROUND, ENROLLED)).toMatchObject({ confidence: ENROLLED.confidence });
    expect(refinement.worn).toBe(before);
  });

  it('wears exactly the enrolment’s maps while it is switched off', async () => {
    await learnOnce();
    await using refinement = create();
    expect(refinement.switch(false)).toBe(true);
    expect(await refinement.begin(GROUND, ENROLLED)).toBe(ENROLLED);
    expect(await raiseBrows(refinement)).toBeUndefined();
    expect(refinement.worn).toBeUndefined();
  });

  it('learns nothing of nobody in particular', async () => {
    await using refinement = create();
    refinement.changePerson(undefined);
    expect(await refinement.begin(GROUND, undefined)).toBeUndefined();
    expect(await raiseBrows(refinement)).toBeUndefined();
  });

  it('goes on with what it knew when the person comes back, in a file that only its owner reads', async () => {
    const before = await learnOnce();
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    await using refinement = create();
    const known = await refinement.begin(GROUND, ENROLLED);
    expect(refinement.worn).toBeDefined();
    expect(known?.maps).not.toBe(ENROLLED.maps);
    expect(largestDifference(known?.maps ?? ENROLLED.maps, unstepMaps(before as SteppedMaps))).toBeLessThan(
      1e-4,
    );
  });

  it('forgets for good', async () => {
    await learnOnce();
    await using refinement = create();
    await refinement.begin(GROUND, ENROLLED);
    await raiseBrows(refinement);
    await refinement.forget('ada');
    expect(worn.at(-1)).toBeUndefined();
    await expect(stat(file())).rejects.toThrow('ENOENT');
    expect(await refinement.begin(GROUND, ENROLLED)).toBe(ENROLLED);
  });

  it('starts anew, and says so, when the person has been enrolled again', async () => {
    await learnOnce();
    await using refinement = create();
    const again = { ...ENROLLED, maps: createPerson(2).maps };
    expect(await refinement.begin(GROUND, again)).toBe(again);
    expect(warnings).toEqual([expect.stringContaining('another enrolment')]);
  });

  it('starts anew, and says so, with a file that is cut off', async () => {
    await learnOnce();
    await truncate(file(), 5000);
    await using refinement = create();
    expect(await refinement.begin(GROUND, ENROLLED)).toBe(ENROLLED);
    expect(warnings).toEqual([expect.stringContaining('learnt anew')]);
    expect(await raiseBrows(refinement)).toBeDefined();
  });

  it('leaves a later Furrow’s file as it is', async () => {
    await learnOnce();
    const { tensors } = readSafetensors(new Uint8Array(await readFile(file())));
    const later = writeSafetensors(tensors, { refinement: '{"version":2}' });
    await writeFile(file(), later);
    {
      await using refinement = create();
      expect(await refinement.begin(GROUND, ENROLLED)).toBe(ENROLLED);
      expect(await raiseBrows(refinement)).toBeUndefined();
    }
    expect(warnings).toEqual([expect.stringContaining('stays as it is')]);
    expect((await readFile(file())).equals(later)).toBe(true);
  });
});
