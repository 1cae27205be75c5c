import { stat } from 'node:fs/promises';
import { AppError } from '../../shared/contract/app-error.ts';
import { sha256OfFile } from '../services/packs/sha256.ts';
import { FileSource } from './byte-source.ts';
import { tooLargeImport } from './import-error.ts';

/** A file that a pack is imported from, for its manifest. */
export interface SourceRecord {
  readonly file: string;
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Checks that a source file is there and not too large, before anything is read.
 * @param explanation how a person gets the file, put under the message.
 * @returns its size in bytes.
 * @throws AppError `import/missing` or `import/too-large`.
 */
export async function checkSourceFile(path: string, mostBytes: number, explanation: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) {
    throw new AppError('import/missing', `There is no file ${path}.\n${explanation}`, { details: { path } });
  }
  if (found.size > mostBytes) {
    const limit = Math.round(mostBytes / 1e6);
    throw tooLargeImport(path, `it has ${found.size} bytes; more than ${limit} MB are not read.`);
  }
  return found.size;
}

/** Size and SHA-256 of a source file. */
export async function recordSourceFile(path: string): Promise<SourceRecord> {
  await using source = await FileSource.open(path);
  return { file: source.name, bytes: source.length, sha256: await sha256OfFile(path) };
}
