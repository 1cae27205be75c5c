import { rename } from 'node:fs/promises';
import { AppError, toAppError } from '../../../shared/contract/app-error.ts';
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsPatch,
  settingsSchema,
} from '../../../shared/contract/settings.ts';
import { readIfPresent, writePrivateFile } from '../private-file.ts';
import { migrateSettings } from './settings-migrations.ts';

/** The user's settings: one JSON file, read once, kept in memory, written after every change. */
export class SettingsService {
  /** Why the file could not be used at the start, and where it was put; undefined when all was well. */
  readonly problem: AppError | undefined;
  readonly #path: string;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #current: Settings;
  /** The last write; the next one waits for it, so that files are never written in the wrong order. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, current: Settings, problem: AppError | undefined) {
    this.#path = path;
    this.#current = current;
    this.problem = problem;
  }

  /**
   * Reads the settings file; a missing one means the defaults. One that cannot be understood is kept beside it under
   * another name, and the defaults are used.
   * @throws AppError `settings/newer-version`: nothing is touched, an older Furrow must not overwrite it.
   */
  static async open(path: string, now: () => Date): Promise<SettingsService> {
    try {
      const text = await readIfPresent(path);
      return new SettingsService(path, text === undefined ? DEFAULT_SETTINGS : readSettings(text), undefined);
    } catch (thrown) {
      const cause = toAppError(thrown, 'settings/unreadable');
      if (cause.code === 'settings/newer-version') {
        throw cause;
      }
      const aside = `${path}.unreadable-${now().toISOString().replaceAll(':', '-')}`;
      await rename(path, aside);
      const problem = new AppError(
        'settings/unreadable',
        `The settings could not be read, so Furrow started with new ones. The old file is kept as ${aside}.`,
        { cause, details: { aside } },
      );
      return new SettingsService(path, DEFAULT_SETTINGS, problem);
    }
  }

  get current(): Settings {
    return this.#current;
  }

  /**
   * Replaces whole sections. Listeners hear of it at once; the promise resolves when it is on disk.
   * @throws AppError `settings/invalid` (nothing changed), `settings/write-failed` (changed until the app ends)
   */
  async update(patch: SettingsPatch): Promise<Settings> {
    const sections = Object.entries(patch).filter(([, section]) => section !== undefined);
    const parsed = settingsSchema.safeParse({ ...this.#current, ...Object.fromEntries(sections) });
    if (!parsed.success) {
      throw new AppError('settings/invalid', 'These settings contain a value that is not allowed.', {
        cause: parsed.error,
      });
    }
    const settings = parsed.data;
    this.#current = settings;
    for (const listener of this.#listeners) {
      listener(settings);
    }
    await this.#save(settings);
    return settings;
  }

  /** Listens to changes; returns the function that stops listening. */
  onChange(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for the last write. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
    await this.#writing;
  }

  async #save(settings: Settings): Promise<void> {
    const write = this.#writing.then(() =>
      writePrivateFile(this.#path, `${JSON.stringify(settings, undefined, 2)}\n`),
    );
    // The failure is the caller's to hear; the next write must not inherit it.
    this.#writing = write.catch(() => undefined);
    try {
      await write;
    } catch (cause) {
      throw new AppError(
        'settings/write-failed',
        `The settings could not be saved to ${this.#path}. They hold until Furrow ends; check the disk's space and rights.`,
        { cause },
      );
    }
  }
}

/**
 * The settings in a file's text, brought up to date.
 * @throws AppError as `migrateSettings` does; SyntaxError or ZodError for text that holds no settings
 */
export function readSettings(text: string): Settings {
  return settingsSchema.parse(migrateSettings(JSON.parse(text)));
}
