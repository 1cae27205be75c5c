import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/contract/app-error.ts';
import type { DecaPart, FilePiece } from '../../../shared/contract/pack-import.ts';
import {
  DECA_CHECKPOINT,
  DECA_DATA_FILES,
  type DecaFile,
  FLAME_MODEL,
} from '../../import/deca/deca-files.ts';

const FILES: Readonly<Record<DecaPart, DecaFile>> = {
  checkpoint: DECA_CHECKPOINT,
  flame: FLAME_MODEL,
  ...DECA_DATA_FILES,
};

/** DECA's files, handed over piece by piece by a page, which has no paths. Kept only until they have been imported. */
export class DecaUpload {
  readonly #folder: string;

  /** @param folder made when the first piece comes, for its owner's eyes. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What an import is made from: paths. */
  get paths(): { readonly checkpoint: string; readonly flame: string; readonly data: string } {
    const data = join(this.#folder, 'data');
    return { checkpoint: this.#path('checkpoint'), flame: this.#path('flame'), data };
  }

  /**
   * Adds a piece to a file; one at offset 0 begins it anew.
   * @throws AppError `import/too-large`; `import/malformed` for a piece that does not follow the one before
   */
  async add({ part, offset, bytes }: FilePiece): Promise<void> {
    const { mostBytes, fileName } = FILES[part];
    if (offset + bytes.length > mostBytes) {
      throw new AppError(
        'import/too-large',
        `What was given as ${fileName} has more than ${mostBytes} bytes, which no such file has. Choose another.`,
      );
    }
    const path = this.#path(part);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const size =
      offset === 0
        ? 0
        : await stat(path).then(
            (found) => found.size,
            () => -1,
          );
    if (size !== offset) {
      throw new AppError(
        'import/malformed',
        `A piece of ${fileName} was lost on its way. Choose the file again.`,
      );
    }
    await using file = await open(path, offset === 0 ? 'w' : 'a', 0o600);
    await file.writeFile(bytes);
  }

  /** Deletes what has been handed over. */
  async discard(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #path(part: DecaPart): string {
    const { fileName } = FILES[part];
    const isData = part !== 'checkpoint' && part !== 'flame';
    return isData ? join(this.#folder, 'data', fileName) : join(this.#folder, fileName);
  }
}
