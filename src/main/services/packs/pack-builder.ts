import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/app-error.ts';
import {
  type FacePackManifest,
  MANIFEST_FILE,
  type PackedFile,
  packNameSchema,
} from './face-pack-manifest.ts';

/** Folders under construction and folders being replaced; the number is the process that works on them. */
const TEMPORARY_NAME = /^\.(?:building|replaced)-(\d+)$/;

/**
 * Builds a face pack where nobody looks for it, and puts it in its place when it is whole: whatever happens in between,
 * there is never half a pack. Files are for the user alone (mode 0600 in folders of 0700).
 *
 * Dispose it to take back what was not installed.
 */
export class PackBuilder implements AsyncDisposable {
  /** Absolute path of the folder under construction. */
  readonly folder: string;
  readonly #packsFolder: string;
  readonly #name: string;

  private constructor(packsFolder: string, name: string) {
    this.#packsFolder = packsFolder;
    this.#name = name;
    this.folder = join(packsFolder, `.building-${process.pid}`);
  }

  /**
   * Begins a pack, and clears away what processes that no longer live have left.
   * @throws AppError `usage/wrong` for a name that cannot be one, or belongs to something that is no face pack.
   */
  static async begin(packsFolder: string, name: string): Promise<PackBuilder> {
    requireFreeName(packsFolder, name);
    await mkdir(packsFolder, { recursive: true, mode: 0o700 });
    await removeLeftovers(packsFolder);
    const builder = new PackBuilder(packsFolder, name);
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

  /**
   * Puts the pack in its place; an earlier pack of its name goes.
   * @param manifest all but the name.
   * @returns the absolute path of the pack's folder.
   */
  async install(manifest: Omit<FacePackManifest, 'name'>): Promise<string> {
    const { formatVersion, ...rest } = manifest;
    const text = JSON.stringify({ formatVersion, name: this.#name, ...rest }, undefined, 2);
    await this.write(MANIFEST_FILE, [Buffer.from(`${text}\n`)]);
    const place = join(this.#packsFolder, this.#name);
    const replaced = join(this.#packsFolder, `.replaced-${process.pid}`);
    await rename(place, replaced).catch(ignoreMissing);
    await rename(this.folder, place);
    await rm(replaced, { recursive: true, force: true });
    return place;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function requireFreeName(packsFolder: string, name: string): void {
  if (!packNameSchema.safeParse(name).success) {
    throw new AppError(
      'usage/wrong',
      `"${name}" cannot be the name of a pack. Use up to 64 lower-case letters, digits, points and dashes.`,
    );
  }
  const place = join(packsFolder, name);
  if (existsSync(place) && !existsSync(join(place, MANIFEST_FILE))) {
    throw new AppError('usage/wrong', `${place} is no face pack and is left alone. Choose another name.`);
  }
}

async function removeLeftovers(packsFolder: string): Promise<void> {
  for (const name of await readdir(packsFolder)) {
    const owner = TEMPORARY_NAME.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      await rm(join(packsFolder, name), { recursive: true, force: true });
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
