import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TakeLibrary } from '../../../../src/main/services/recording/take-library.ts';
import { writeSampleTake } from '../../../support/take-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('TakeLibrary', () => {
  it('is empty where there is no folder', async () => {
    expect(await new TakeLibrary(() => '/nowhere/at/all').list()).toEqual([]);
  });

  it('tells finished takes from unfinished ones and from what is none', async () => {
    const folder = await temporaryFolder();
    await writeSampleTake(folder, 61, 'finished.mcap');
    await truncate(await writeSampleTake(folder, 61, 'cut.mcap'), 300_000);
    await writeFile(join(folder, 'notes.mcap'), 'not a take');
    await writeFile(join(folder, 'other.txt'), '');
    await mkdir(join(folder, 'folder.mcap'));

    const takes = await new TakeLibrary(() => folder).list();

    const byName = new Map(takes.map((take) => [take.name, take]));
    expect([...byName.keys()].sort()).toEqual(['cut', 'finished', 'notes']);
    expect(byName.get('finished')).toMatchObject({ status: 'finished', frames: 61 });
    expect(byName.get('finished')?.duration).toBeCloseTo(1000, 2);
    expect(byName.get('cut')).toMatchObject({ status: 'unfinished', frames: undefined, bytes: 300_000 });
    expect(byName.get('notes')).toMatchObject({ status: 'unreadable' });
  });

  it('renames without replacing another take, and deletes for good', async () => {
    const folder = await temporaryFolder();
    const library = new TakeLibrary(() => folder);
    const bytes = await readFile(await writeSampleTake(folder, 5, 'one.mcap'));
    await writeSampleTake(folder, 6, 'two.mcap');

    await expect(library.rename('one', 'two')).rejects.toMatchObject({ code: 'take/exists' });
    await expect(library.rename('none', 'three')).rejects.toMatchObject({ code: 'take/missing' });
    await library.rename('one', 'drei ünd vier');
    await library.delete('two');
    await expect(library.delete('two')).rejects.toMatchObject({ code: 'take/missing' });

    expect(await readdir(folder)).toEqual(['drei ünd vier.mcap']);
    expect(await readFile(library.path('drei ünd vier'))).toEqual(bytes);
  });

  it('deletes a link, not what it points to', async () => {
    const folder = await temporaryFolder();
    const elsewhere = await writeSampleTake(await temporaryFolder(), 5);
    await symlink(elsewhere, join(folder, 'link.mcap'));

    await new TakeLibrary(() => folder).delete('link');

    expect((await readFile(elsewhere)).length).toBeGreaterThan(1000);
  });
});
