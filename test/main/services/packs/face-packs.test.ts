import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MANIFEST_VERSION, PACK_UNITS } from '../../../../src/main/services/packs/face-pack-manifest.ts';
import {
  checkPackFiles,
  findFacePack,
  listFacePacks,
  loadFaceModel,
  packsFolder,
} from '../../../../src/main/services/packs/face-packs.ts';
import { PackBuilder } from '../../../../src/main/services/packs/pack-builder.ts';
import { writeFaceModel } from '../../../../src/shared/core/face/face-model-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { createTinyFaceModel } from '../../../support/tiny-face-model.ts';

/** Installs a pack of a tiny head; returns its folder. */
async function installHead(dataFolder: string, name: string): Promise<string> {
  await using builder = await PackBuilder.begin(packsFolder(dataFolder), name);
  const faceModel = await builder.write('face-model.safetensors', [writeFaceModel(createTinyFaceModel())]);
  return await builder.install({
    formatVersion: MANIFEST_VERSION,
    title: 'A tiny head',
    version: '1',
    licence: 'For tests',
    faceModel,
    graphs: {},
    expressionBasis: 'flame-50',
    units: PACK_UNITS,
    sources: [],
    selfTest: { outputs: {} },
  });
}

describe('an installed face pack', () => {
  it('is found, intact and readable', async () => {
    const data = await temporaryFolder();
    const folder = await installHead(data, 'head');

    const pack = await findFacePack(data, 'head');
    await checkPackFiles(pack);

    expect(pack).toMatchObject({ folder, manifest: { name: 'head', licence: 'For tests' } });
    expect((await loadFaceModel(pack)).template).toEqual(createTinyFaceModel().template);
    expect(await listFacePacks(data)).toEqual([await findFacePack(data, 'open'), pack]);
    expect((await stat(join(folder, 'manifest.json'))).mode & 0o777).toBe(0o600);
  });

  it('replaces one of its name and leaves nothing beside it', async () => {
    const data = await temporaryFolder();
    const folder = await installHead(data, 'head');
    await writeFile(join(folder, 'old'), '');

    await installHead(data, 'head');

    expect(await readdir(packsFolder(data))).toEqual(['head']);
    expect(await readdir(folder)).toEqual(['face-model.safetensors', 'manifest.json']);
  });

  it('is missing or changed when a file of it is', async () => {
    const data = await temporaryFolder();
    const folder = await installHead(data, 'head');
    const pack = await findFacePack(data, 'head');
    const model = join(folder, 'face-model.safetensors');
    const bytes = await readFile(model);
    bytes[bytes.length - 1] = 7;

    await writeFile(model, bytes);
    await expect(checkPackFiles(pack)).rejects.toMatchObject({ code: 'model/hash-mismatch' });
    await writeFile(model, 'rubbish');
    await expect(loadFaceModel(pack)).rejects.toMatchObject({ code: 'model/malformed' });
  });

  it.each([
    ['is no JSON', () => '{'],
    [
      'names a file outside the pack',
      (text: string) => text.replace('face-model.safe', '../face-model.safe'),
    ],
    ['is of a later version', (text: string) => text.replace('"formatVersion": 1', '"formatVersion": 2')],
    ['has a licence of several lines', (text: string) => text.replace('For tests', 'For\\ntests')],
    ['is far too large', (text: string) => text.padEnd(2 ** 21)],
  ])('is shown as damaged when its manifest %s', async (_, change) => {
    const data = await temporaryFolder();
    const manifest = join(await installHead(data, 'head'), 'manifest.json');
    await writeFile(manifest, change(await readFile(manifest, 'utf8')));

    expect(await listFacePacks(data)).toMatchObject([{}, { problem: { code: 'model/malformed' } }]);
    await expect(findFacePack(data, 'head')).rejects.toMatchObject({ code: 'model/malformed' });
  });

  it.each(['nobody', '../packs/head', '.building-1', ''])('is not found as "%s"', async (name) => {
    const data = await temporaryFolder();
    await installHead(data, 'head');

    await expect(findFacePack(data, name)).rejects.toMatchObject({ code: 'model/missing' });
  });
});

describe('the embedded face pack', () => {
  it('is found first, intact and readable, with nothing imported', async () => {
    const data = await temporaryFolder();

    const pack = await findFacePack(data, 'open');
    await checkPackFiles(pack);

    expect(await listFacePacks(data)).toEqual([pack]);
    expect(pack.manifest).toMatchObject({
      expressionBasis: 'arkit-52',
      licence: expect.stringMatching(/MIT/),
    });
    expect(await loadFaceModel(pack)).toMatchObject({ name: 'open', version: pack.manifest.version });
  });
});

describe('a pack under construction', () => {
  it('is gone when it is given up', async () => {
    const packs = packsFolder(await temporaryFolder());
    {
      await using builder = await PackBuilder.begin(packs, 'head');
      await builder.write('half', [Buffer.from('a')]);
    }

    expect(await readdir(packs)).toEqual([]);
  });

  it('makes way for the next when its process has died, and only then', async () => {
    const packs = packsFolder(await temporaryFolder());
    const ofAParent = join(packs, `.building-${process.ppid}`);
    await mkdir(ofAParent, { recursive: true });
    // Process numbers end far below this.
    await mkdir(join(packs, '.building-2000000000', 'deep'), { recursive: true });

    await using _builder = await PackBuilder.begin(packs, 'head');

    expect((await readdir(packs)).sort()).toEqual(
      [`.building-${process.pid}`, `.building-${process.ppid}`].sort(),
    );
  });

  it.each(['', '../head', '.head', 'Head', 'a/b', 'open'])('cannot be called "%s"', async (name) => {
    await expect(PackBuilder.begin(await temporaryFolder(), name)).rejects.toMatchObject({
      code: 'usage/wrong',
    });
  });

  it('does not take the place of what is no face pack', async () => {
    const packs = await temporaryFolder();
    await mkdir(join(packs, 'face-landmarker'));

    await expect(PackBuilder.begin(packs, 'face-landmarker')).rejects.toMatchObject({ code: 'usage/wrong' });
  });
});
