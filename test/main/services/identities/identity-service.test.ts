import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IdentityLibrary } from '../../../../src/main/services/identities/identity-library.ts';
import { IdentityService } from '../../../../src/main/services/identities/identity-service.ts';
import { SILENT_LOG } from '../../../../src/main/services/log/log.ts';
import { SettingsService } from '../../../../src/main/services/settings/settings-service.ts';
import { readIdentity, writeIdentity } from '../../../../src/shared/core/identity/identity-file.ts';
import { sampleIdentity } from '../../../support/sample-identity.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const ZOE = sampleIdentity();
const KAI = sampleIdentity({
  id: '0b1f6c5e-3a52-4c1c-9a53-1b8f0f7a0c11',
  name: 'Kai',
  createdTime: ZOE.createdTime + 1,
  skin: undefined,
});

async function openService(folder: string) {
  const shown: (string | undefined)[] = [];
  const settings = await SettingsService.open(join(folder, 'settings.json'), () => new Date(0));
  const library = new IdentityLibrary(join(folder, 'identities'), SILENT_LOG);
  const service = new IdentityService({
    library,
    settings,
    onShown: ({ bytes }) => shown.push(bytes && readIdentity(bytes).name),
    log: SILENT_LOG,
  });
  await service.load();
  return { service, settings, library, shown };
}

describe('IdentityService', () => {
  it('shows nobody at first', async () => {
    const { shown, library } = await openService(await temporaryFolder());

    expect(shown).toEqual([undefined]);
    expect(await library.list()).toEqual([]);
  });

  it('keeps whom it is given in a file of their own, private, and shows them, after a restart too', async () => {
    const folder = await temporaryFolder();
    const { service, settings, shown } = await openService(folder);

    const entry = await service.add(writeIdentity(ZOE));

    expect(entry).toMatchObject({ id: ZOE.id, name: ZOE.name, revision: 2, quality: ZOE.quality });
    const file = await stat(join(folder, 'identities', `${ZOE.id}.furrow`));
    expect(file.size).toBe(entry.bytes);
    if (process.platform !== 'win32') {
      expect(file.mode & 0o777).toBe(0o600);
    }
    expect(shown).toEqual([undefined, ZOE.name]);
    expect(settings.current.pipeline.neutral).toEqual(ZOE.calibration.neutral);
    await settings[Symbol.asyncDispose]();
    expect((await openService(folder)).shown).toEqual([ZOE.name]);
  });

  it('has several people, newest first, and shows each in turn with their own neutral', async () => {
    const { service, settings, library, shown } = await openService(await temporaryFolder());
    await service.add(writeIdentity(KAI));
    await service.add(writeIdentity({ ...ZOE, calibration: { ...ZOE.calibration, neutral: undefined } }));

    expect((await library.list()).map(({ name }) => name)).toEqual(['Kai', ZOE.name]);
    await service.choose(KAI.id);
    expect(settings.current.pipeline.neutral).toEqual(KAI.calibration.neutral);
    await service.choose(ZOE.id);
    expect(settings.current.pipeline.neutral).toBeUndefined();
    await service.choose(undefined);
    expect(shown).toEqual([undefined, 'Kai', ZOE.name, 'Kai', ZOE.name, undefined]);
  });

  it('replaces a person who is enrolled again, and renames them', async () => {
    const { service, library } = await openService(await temporaryFolder());
    await service.add(writeIdentity(ZOE));
    await service.add(writeIdentity({ ...ZOE, revision: 3 }));
    await service.rename(ZOE.id, 'Zoe');

    expect(await library.list()).toMatchObject([{ name: 'Zoe', revision: 3 }]);
  });

  it('leaves nothing of a person who is deleted', async () => {
    const folder = await temporaryFolder();
    const { service, settings, shown } = await openService(folder);
    await service.add(writeIdentity(ZOE));

    await service.delete(ZOE.id);

    expect(await readdir(join(folder, 'identities'))).toEqual([]);
    expect(shown.at(-1)).toBeUndefined();
    expect(settings.current).toMatchObject({ identity: { id: '' }, pipeline: { neutral: undefined } });
    await expect(service.delete(ZOE.id)).rejects.toMatchObject({ code: 'identity/missing' });
    await expect(service.choose(ZOE.id)).rejects.toMatchObject({ code: 'identity/missing' });
  });

  it('refuses what is no identity and keeps whom it has', async () => {
    const { service, library, shown } = await openService(await temporaryFolder());
    await service.add(writeIdentity(ZOE));
    const cut = writeIdentity(KAI).subarray(0, 500);

    await expect(service.add(cut)).rejects.toMatchObject({ code: 'identity/malformed' });
    await expect(service.add(new TextEncoder().encode('{"a":1}'))).rejects.toMatchObject({
      code: 'identity/malformed',
    });
    expect(await library.list()).toHaveLength(1);
    expect(shown.at(-1)).toBe(ZOE.name);
  });

  it('starts with the open head when the chosen file is damaged, and lists the others', async () => {
    const folder = await temporaryFolder();
    const { service, settings } = await openService(folder);
    await service.add(writeIdentity(KAI));
    await service.add(writeIdentity(ZOE));
    await settings[Symbol.asyncDispose]();
    await writeFile(join(folder, 'identities', `${ZOE.id}.furrow`), 'broken');

    const { shown, library } = await openService(folder);

    expect(shown).toEqual([undefined]);
    expect(await library.list()).toMatchObject([{ name: 'Kai' }]);
  });
});
