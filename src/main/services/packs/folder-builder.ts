import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackedFile } from './face-pack-manifest.ts';

/** Folders under construction and folders being replaced; the number is the process that works on them. */
const TEMPORARY_NAME = /^\.(?:building|replaced)-(\d+)$/;

/**
 * Builds a folder where nobody looks for it, and puts it in its place when it is whole: whatever happens in between,
 * there is never half of it. Files are for the user alone (mode 0600 in folders of 0700).
 *
 * Dispose it to take back what was not put in place.
 */
export class FolderBuilder implements AsyncDisposable {
  /** Absolute path of the folder under construction. */
  readonly folder: string;
  readonly #parent: string;
  readonly #name: string;

  private constructor(parent: string, name: string) {
    this.#parent = parent;
    this.#name = name;
    this.folder = join(parent, `.building-${process.pid}`);
  }

  /** Begins the folder `name` inside `parent`, and clears away what processes that no longer live have left there. */
  static async begin(parent: string, name: string): Promise<FolderBuilder> {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await removeLeftovers(parent);
    const builder = new FolderBuilder(parent, name);
    await mkdir(builder.folder, { mode: 0o700 });
    return builder;
  }

  /** Writes a file, piece by piece. @param file its plain name. */
  async write(file: string, pieces: Iterable<Uint8Array>): Promise<PackedFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    const handle = await open(join(this.folder, file), 'wx', 0o600);
    try {
      for (const piece of pieces) {
        hash.update(piece);
        bytes += piece.byteLength;
        await handle.writeFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { file, bytes, sha256: hash.digest('hex') };
  }

  /** Writes a file of indented JSON. @param file its plain name. */
  async writeJson(file: string, value: unknown): Promise<void> {
    await this.write(file, [Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)]);
  }

  /**
   * Puts the folder in its place; an earlier one of its name goes.
   * @returns its absolute path.
   */
  async install(): Promise<string> {
    const place = join(this.#parent, this.#name);
    const replaced = join(this.#parent, `.replaced-${process.pid}`);
    await rename(place, replaced).catch(ignoreMissing);
    await rename(this.folder, place);
    await rm(replaced, { recursive: true, force: true });
    return place;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = TEMPORARY_NAME.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** Whether another process of this number runs. Our own number on a folder we did not make is a reused one. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) {
    return false;
  }
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    // Somebody else's process answers with EPERM.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) {
    throw thrown;
  }
}
