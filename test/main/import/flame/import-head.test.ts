import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importHeadPack } from '../../../../src/main/import/flame/import-head.ts';
import {
  checkPackFiles,
  findFacePack,
  loadFaceModel,
  packsFolder,
} from '../../../../src/main/services/packs/face-packs.ts';
import { readGoldenFlame } from '../../../support/golden-flame.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../../support/shared-data.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe.skipIf(!hasSharedData)(`a FLAME head alone${sharedDataNote}`, () => {
  const data = (name: string) => sharedPath(`golden/deca/cyl-whole/data/${name}`);
  const options = (folder: string) => ({
    flame: join(folder, 'generic_model.pkl'),
    template: data('head_template.obj'),
    landmarks: data('landmark_embedding.npy'),
    licence: 'CC BY 4.0',
    name: 'head',
    packsFolder: packsFolder(folder),
  });

  it('becomes a pack without networks', async () => {
    const folder = await temporaryFolder();
    const pickle = readFileSync(sharedPath('golden/deca/flame/generic_model.cyl.py3-plain.pkl.gz'));
    await writeFile(join(folder, 'generic_model.pkl'), gunzipSync(pickle));

    await importHeadPack(options(folder));

    const pack = await findFacePack(folder, 'head');
    await checkPackFiles(pack);
    expect(pack.manifest).toMatchObject({ licence: 'CC BY 4.0', graphs: {}, expressionBasis: 'flame-50' });
    const model = await loadFaceModel(pack);
    expect(model.licence).toBe('CC BY 4.0');
    expect(model.template).toEqual(readGoldenFlame().template);
  });

  it('leaves nothing when its files are damaged', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'generic_model.pkl'), 'rubbish');

    await expect(importHeadPack(options(folder))).rejects.toMatchObject({
      code: expect.stringMatching(/^import\//),
    });
    await expect(importHeadPack({ ...options(folder), template: 'nowhere' })).rejects.toMatchObject({
      code: 'import/missing',
    });
    expect(await readdir(packsFolder(folder))).toEqual([]);
  });
});
