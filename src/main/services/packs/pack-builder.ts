import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/app-error.ts';
import {
  EMBEDDED_PACK,
  type FacePackManifest,
  MANIFEST_FILE,
  type PackedFile,
  packNameSchema,
} from './face-pack-manifest.ts';
import { FolderBuilder } from './folder-builder.ts';

/**
 * Builds a face pack that appears among the others when it is whole, and not before.
 *
 * Dispose it to take back what was not installed.
 */
export class PackBuilder implements AsyncDisposable {
  readonly #name: string;
  readonly #builder: FolderBuilder;

  private constructor(name: string, builder: FolderBuilder) {
    this.#name = name;
    this.#builder = builder;
  }

  /**
   * Begins a pack, and clears away what processes that no longer live have left.
   * @throws AppError `usage/wrong` for a name that cannot be one, or belongs to the embedded pack or to something that is no face pack.
   */
  static async begin(packsFolder: string, name: string): Promise<PackBuilder> {
    requireFreeName(packsFolder, name);
    return new PackBuilder(name, await FolderBuilder.begin(packsFolder, name));
  }

  /** Absolute path of the folder under construction. */
  get folder(): string {
    return this.#builder.folder;
  }

  /** Writes a file, piece by piece. @param file its plain name. */
  write(file: string, pieces: Iterable<Uint8Array>): Promise<PackedFile> {
    return this.#builder.write(file, pieces);
  }

  /**
   * Puts the pack in its place; an earlier pack of its name goes.
   * @param manifest all but the name.
   * @returns the absolute path of the pack's folder.
   */
  async install(manifest: Omit<FacePackManifest, 'name'>): Promise<string> {
    const { formatVersion, ...rest } = manifest;
    await this.#builder.writeJson(MANIFEST_FILE, { formatVersion, name: this.#name, ...rest });
    return this.#builder.install();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#builder[Symbol.asyncDispose]();
  }
}

function requireFreeName(packsFolder: string, name: string): void {
  if (!packNameSchema.safeParse(name).success) {
    throw new AppError(
      'usage/wrong',
      `"${name}" cannot be the name of a pack. Use up to 64 lower-case letters, digits, points and dashes.`,
    );
  }
  if (name === EMBEDDED_PACK) {
    throw new AppError(
      'usage/wrong',
      `"${name}" is the face pack that comes with Furrow. Choose another name.`,
    );
  }
  const place = join(packsFolder, name);
  if (existsSync(place) && !existsSync(join(place, MANIFEST_FILE))) {
    throw new AppError('usage/wrong', `${place} is no face pack and is left alone. Choose another name.`);
  }
}
