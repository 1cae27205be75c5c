import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrateSettings } from '../../../../src/main/services/settings/settings-migrations.ts';
import { SettingsService } from '../../../../src/main/services/settings/settings-service.ts';
import { DEFAULT_SETTINGS } from '../../../../src/shared/contract/settings.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const now = () => new Date('2026-11-22T12:00:00Z');

async function openIn(folder: string): Promise<SettingsService> {
  return SettingsService.open(join(folder, 'settings.json'), now);
}

describe('SettingsService', () => {
  test('begins with the defaults and writes nothing until something changes', async () => {
    const folder = await temporaryFolder();
    const service = await openIn(folder);

    expect(service.current).toEqual(DEFAULT_SETTINGS);
    expect(service.problem).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  test('keeps changes, for the owner alone, and leaves the other sections as they are', async () => {
    const folder = await temporaryFolder();
    const service = await openIn(folder);
    const heard: string[] = [];
    service.onChange((settings) => heard.push(settings.language));

    await service.update({ language: 'ja', firstRunDone: undefined });

    expect((await openIn(folder)).current).toEqual({ ...DEFAULT_SETTINGS, language: 'ja' });
    expect(heard).toEqual(['ja']);
    expect((await stat(join(folder, 'settings.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test('writes rapid changes in their order', async () => {
    const folder = await temporaryFolder();
    const service = await openIn(folder);

    for (let width = 160; width < 200; width++) {
      void service.update({ source: { ...DEFAULT_SETTINGS.source, width } });
    }
    await service[Symbol.asyncDispose]();

    expect((await openIn(folder)).current.source.width).toBe(199);
  });

  test('refuses a value that is not allowed and changes nothing', async () => {
    const service = await openIn(await temporaryFolder());
    const wrong = service.update({ remoteControl: { enabled: true, host: 'a b', port: 1 } });
    await expect(wrong).rejects.toMatchObject({ code: 'settings/invalid' });
    expect(service.current).toEqual(DEFAULT_SETTINGS);
  });

  test.each([
    ['rubbish', '{"settingsVersion":1,'],
    ['no version', '{}'],
    ['a list', '[]'],
    ['a wrong value', JSON.stringify({ ...DEFAULT_SETTINGS, targets: 'none' })],
  ])('keeps a file with %s aside and says so', async (_name, text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'settings.json'), text);

    const service = await openIn(folder);

    expect(service.current).toEqual(DEFAULT_SETTINGS);
    expect(service.problem).toMatchObject({ code: 'settings/unreadable' });
    const aside = String(service.problem?.details.aside);
    expect(await readFile(aside, 'utf8')).toBe(text);
  });

  test('refuses settings of a newer Furrow and leaves them alone', async () => {
    const folder = await temporaryFolder();
    const text = JSON.stringify({ ...DEFAULT_SETTINGS, settingsVersion: 99 });
    await writeFile(join(folder, 'settings.json'), text);

    await expect(openIn(folder)).rejects.toMatchObject({ code: 'settings/newer-version' });
    expect(await readFile(join(folder, 'settings.json'), 'utf8')).toBe(text);
  });

  test('says when the change could not be saved, and keeps it in memory', async () => {
    const folder = await temporaryFolder();
    const blocked = await SettingsService.open(join(folder, 'missing', 'settings.json'), now);
    await writeFile(join(folder, 'missing'), 'a file where the folder should be');

    await expect(blocked.update({ language: 'ja' })).rejects.toMatchObject({ code: 'settings/write-failed' });
    expect(blocked.current.language).toBe('ja');
  });
});

describe('migrateSettings', () => {
  test('applies each step from the file’s version on', () => {
    const steps = [
      (settings: object) => ({ ...settings, first: true }),
      (settings: object) => ({ ...settings, second: true }),
    ];
    expect(migrateSettings({ settingsVersion: 1 }, steps)).toEqual({
      settingsVersion: 3,
      first: true,
      second: true,
    });
    expect(migrateSettings({ settingsVersion: 2 }, steps)).toEqual({ settingsVersion: 3, second: true });
    expect(migrateSettings({ settingsVersion: 3 }, steps)).toEqual({ settingsVersion: 3 });
  });
});
