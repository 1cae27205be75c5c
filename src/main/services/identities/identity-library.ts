import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/app-error.ts';
import type { IdentityEntry } from '../../../shared/contract/identities.ts';
import type { Identity } from '../../../shared/core/identity/identity.ts';
import { IDENTITY_ENDING, writeIdentity } from '../../../shared/core/identity/identity-file.ts';
import type { Log } from '../log/log.ts';
import { writePrivateFile } from '../private-file.ts';
import { type IdentityFile, readIdentityFile } from './read-identity-file.ts';

/** The enrolled people: one file each in a folder of the user's data, named by its id, readable by its owner only. */
export class IdentityLibrary {
  readonly #folder: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Everybody, newest first; files that are no identities are left alone and named in the log. */
  async list(): Promise<readonly IdentityEntry[]> {
    const files = await readdir(this.#folder).catch(() => []);
    const entries: IdentityEntry[] = [];
    for (const file of files.filter((name) => name.endsWith(IDENTITY_ENDING))) {
      try {
        entries.push(describe(await readIdentityFile(join(this.#folder, file))));
      } catch (thrown) {
        this.#log.warn(`An identity could not be read: ${thrown instanceof Error ? thrown.message : thrown}`);
      }
    }
    return entries.sort((a, b) => b.createdTime - a.createdTime);
  }

  /** @throws AppError `identity/missing`, `identity/newer-version`, `identity/malformed` */
  async read(id: string): Promise<IdentityFile> {
    return await readIdentityFile(this.#path(id));
  }

  /** Keeps a person; one of the same id is replaced. @throws what writing throws. */
  async keep(identity: Identity): Promise<IdentityFile> {
    const bytes = writeIdentity(identity);
    await writePrivateFile(this.#path(identity.id), bytes);
    return { bytes, identity };
  }

  /** @throws AppError as {@link read} */
  async rename(id: string, name: string): Promise<IdentityFile> {
    const { identity } = await this.read(id);
    return await this.keep({ ...identity, name });
  }

  /** Deletes a person for good. @throws AppError `identity/missing` */
  async delete(id: string): Promise<void> {
    try {
      await rm(this.#path(id));
    } catch (cause) {
      throw new AppError('identity/missing', 'This person’s identity is not there, or cannot be deleted.', {
        cause,
      });
    }
  }

  #path(id: string): string {
    return join(this.#folder, id + IDENTITY_ENDING);
  }
}

/** What the list tells of a person. */
export function describe({ bytes, identity }: IdentityFile): IdentityEntry {
  const { id, name, revision, createdTime, quality } = identity;
  return { id, name, revision, createdTime, bytes: bytes.length, quality };
}
