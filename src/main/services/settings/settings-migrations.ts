import { AppError } from '../../../shared/contract/app-error.ts';

/** Turns settings of one version into the next; `settingsVersion` is raised for it. */
export type SettingsMigration = (settings: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** One step per version: entry 0 leads from version 1 to version 2. */
export const SETTINGS_MIGRATIONS: readonly SettingsMigration[] = [];

/**
 * Brings settings of an older version up to date, step by step. The result is still unchecked.
 * @throws AppError `settings/newer-version` for settings of a later Furrow, `settings/unreadable` when there is no
 * version to go by.
 */
export function migrateSettings(
  document: unknown,
  migrations: readonly SettingsMigration[] = SETTINGS_MIGRATIONS,
): Record<string, unknown> {
  const current = migrations.length + 1;
  if (typeof document !== 'object' || document === null || !('settingsVersion' in document)) {
    throw new AppError('settings/unreadable', 'The settings file has no version.');
  }
  const version = document.settingsVersion;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new AppError('settings/unreadable', 'The settings file has no version that means anything.');
  }
  if (version > current) {
    throw new AppError(
      'settings/newer-version',
      `The settings were saved by a newer Furrow (version ${version}; this one reads up to ${current}). Update Furrow, or move the settings file away to start afresh.`,
    );
  }
  let settings: Record<string, unknown> = { ...document };
  for (let from = version; from < current; from++) {
    settings = { ...migrations[from - 1]?.(settings), settingsVersion: from + 1 };
  }
  return settings;
}
