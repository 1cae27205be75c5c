import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkPack, installPack, listPacks } from '../../../../src/main/services/packs/installed-packs.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { serving, startFileServer } from './file-server.ts';
import { CATALOG, DAMAGED_CONTENT, PACK, PACK_CONTENT, placePack } from './placed-pack.ts';

let dataFolder: string;

beforeEach(async () => {
  dataFolder = await temporaryFolder();
});

describe('checkPack', () => {
  it('tells a missing, an intact and a damaged file apart', async () => {
    expect(await checkPack(dataFolder, PACK)).toBe('missing');

    await placePack(dataFolder, PACK_CONTENT);
    expect(await checkPack(dataFolder, PACK)).toBe('installed');

    await placePack(dataFolder, DAMAGED_CONTENT);
    expect(await checkPack(dataFolder, PACK)).toBe('damaged');

    await placePack(dataFolder, PACK_CONTENT.subarray(1));
    expect(await checkPack(dataFolder, PACK)).toBe('damaged');
  });
});

describe('listPacks', () => {
  it('says what there is to download, how large it is, under which licence, and whether it is here', async () => {
    await placePack(dataFolder, PACK_CONTENT);

    expect(await listPacks(dataFolder, CATALOG)).toEqual([
      {
        name: 'face-landmarker',
        title: PACK.title,
        bytes: PACK_CONTENT.length,
        licenceName: 'Apache-2.0',
        licenceUrl: 'https://www.apache.org/licenses/LICENSE-2.0',
        installed: true,
      },
    ]);
  });
});

describe('installPack', () => {
  it('downloads what is missing, replaces what is damaged, and leaves what is intact', async () => {
    const server = await startFileServer(serving(PACK_CONTENT));
    onTestFinished(async () => {
      await server.close();
    });
    const pack = { ...PACK, url: server.url };
    const options = { fetch, signal: new AbortController().signal, onProgress: () => {} };

    const path = await installPack(dataFolder, pack, options);
    expect(PACK_CONTENT.equals(await readFile(path))).toBe(true);

    await placePack(dataFolder, Buffer.from('damaged'));
    await installPack(dataFolder, pack, options);
    expect(PACK_CONTENT.equals(await readFile(path))).toBe(true);

    await installPack(dataFolder, pack, options);
    expect(server.rangeStarts).toHaveLength(2);
  });
});
