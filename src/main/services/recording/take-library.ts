import { access, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/app-error.ts';
import type { TakeEntry } from '../../../shared/contract/takes.ts';
import { NewerTakeError } from '../../../shared/core/take/take-version.ts';
import { FileSource } from '../../import/byte-source.ts';
import { countMessages, looksLikeMcap, readSummary } from './take-index.ts';
import { TAKE_ENDING } from './take-name.ts';
import { errorCode } from './write-failure.ts';

/** The takes in a folder. Names are file names without their ending; whoever passes one on has checked it. */
export class TakeLibrary {
  readonly #folder: () => string;

  /** @param folder where the takes are at the moment */
  constructor(folder: () => string) {
    this.#folder = folder;
  }

  /** Where the take of that name is, or would be. */
  path(name: string): string {
    return join(this.#folder(), name + TAKE_ENDING);
  }

  /** All takes, newest first; none when the folder is not there. Reads a few kilobytes of each. */
  async list(): Promise<readonly TakeEntry[]> {
    const files = await readdir(this.#folder()).catch(() => []);
    const names = files.filter((file) => file.endsWith(TAKE_ENDING) && !file.startsWith('.'));
    const entries: TakeEntry[] = [];
    for (const file of names) {
      const entry = await this.#describe(file.slice(0, -TAKE_ENDING.length));
      if (entry !== undefined) {
        entries.push(entry);
      }
    }
    return entries.sort((a, b) => b.modified - a.modified);
  }

  /** Deletes a take for good. @throws AppError `take/missing`, `recording/write-failed` */
  async delete(name: string): Promise<void> {
    await this.#change(name, (path) => rm(path));
  }

  /** @throws AppError `take/missing`, `take/exists`, `recording/write-failed` */
  async rename(name: string, newName: string): Promise<void> {
    const isTaken = await access(this.path(newName)).then(
      () => true,
      () => false,
    );
    if (isTaken) {
      throw new AppError('take/exists', `There is a take "${newName}" already. Choose another name.`);
    }
    await this.#change(name, (path) => rename(path, this.path(newName)));
  }

  async #change(name: string, change: (path: string) => Promise<void>): Promise<void> {
    try {
      await change(this.path(name));
    } catch (cause) {
      if (errorCode(cause) === 'ENOENT') {
        throw new AppError('take/missing', `There is no take "${name}". It may have been moved or deleted.`, {
          cause,
        });
      }
      throw new AppError(
        'recording/write-failed',
        `The take "${name}" could not be changed (${errorCode(cause) ?? 'unknown reason'}). Check the folder's rights, and that no other program has it open.`,
        { cause },
      );
    }
  }

  /** Undefined for what is no file, or is gone by now. */
  async #describe(name: string): Promise<TakeEntry | undefined> {
    const path = this.path(name);
    const status = await stat(path).catch(() => undefined);
    if (!status?.isFile()) {
      return undefined;
    }
    const entry = { name, bytes: status.size, modified: status.mtimeMs };
    const source = await FileSource.open(path).catch(() => undefined);
    if (source === undefined) {
      return { ...entry, status: 'unreadable', duration: undefined, frames: undefined };
    }
    try {
      const index = await readSummary(source);
      const duration = Math.max(0, Number(index.endTime - index.startTime) / 1e6);
      return { ...entry, status: 'finished', duration, frames: countMessages(index, '/frame') };
    } catch (thrown) {
      const isReadable = !(thrown instanceof NewerTakeError) && (await looksLikeMcap(source));
      return {
        ...entry,
        status: isReadable ? 'unfinished' : 'unreadable',
        duration: undefined,
        frames: undefined,
      };
    } finally {
      await source.close();
    }
  }
}
