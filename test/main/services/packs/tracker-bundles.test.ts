import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findTrackerBundles } from '../../../../src/main/services/packs/tracker-bundles.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { CATALOG, DAMAGED_CONTENT, PACK_CONTENT, placePack } from './placed-pack.ts';

let dataFolder: string;

beforeEach(async () => {
  dataFolder = await temporaryFolder();
});

describe('findTrackerBundles', () => {
  it('offers the assembled bundle alone when nothing has been downloaded', async () => {
    const { bundles, officialFile, rejected } = await findTrackerBundles(dataFolder, CATALOG);

    expect(bundles).toEqual([{ name: 'assembled', path: 'tracker/assembled.task', hasScores: false }]);
    expect(officialFile).toBeUndefined();
    expect(rejected).toBeUndefined();
  });

  it('prefers the official bundle once it is downloaded', async () => {
    await placePack(dataFolder, PACK_CONTENT);

    const { bundles, officialFile } = await findTrackerBundles(dataFolder, CATALOG);

    expect(bundles.map(({ name }) => name)).toEqual(['official', 'assembled']);
    expect(officialFile).toBe(join(dataFolder, 'packs/face-landmarker/face_landmarker.task'));
  });

  it('rejects a damaged official bundle and says how to get it again', async () => {
    await placePack(dataFolder, DAMAGED_CONTENT);

    const { bundles, officialFile, rejected } = await findTrackerBundles(dataFolder, CATALOG);

    expect(bundles.map(({ name }) => name)).toEqual(['assembled']);
    expect(officialFile).toBeUndefined();
    expect(rejected).toMatchObject({
      code: 'model/hash-mismatch',
      message: expect.stringContaining('furrow packs download face-landmarker'),
    });
  });
});
