import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { AppError } from '../../shared/contract/app-error.ts';
import { expandPathPattern, isPathPattern } from '../capture/path-pattern.ts';

const ENDINGS = new Set(['.png', '.jpg', '.jpeg', '.webp']);

/** A picture and the name of the folder that its files go into. */
export interface PictureInput {
  readonly file: string;
  readonly name: string;
}

/**
 * The pictures that arguments stand for: files, patterns (`*`, `?`) and folders, whose pictures are taken in the order of
 * their names. Each gets a folder name of its own: its file's name, with the ending where two would be the same.
 * @throws AppError `capture/no-input`
 */
export async function findPictures(given: readonly string[]): Promise<readonly PictureInput[]> {
  const files = [...new Set((await Promise.all(given.map(expand))).flat())];
  const taken = new Set<string>();
  return files.map((file) => {
    const name = freeName(file, taken);
    taken.add(name);
    return { file, name };
  });
}

async function expand(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && isPathPattern(path)) {
    return requireSome(await expandPathPattern(path), `No file matches ${path}.`);
  }
  if (found === undefined) {
    throw noInput(`There is no picture ${path}.`);
  }
  if (!found.isDirectory()) {
    return [path];
  }
  const pictures = (await readdir(path)).filter((name) => ENDINGS.has(extname(name).toLowerCase()));
  return requireSome(
    pictures.sort().map((name) => join(path, name)),
    `The folder ${path} holds no PNG, JPEG or WebP pictures.`,
  );
}

function freeName(file: string, taken: ReadonlySet<string>): string {
  const candidates = [basename(file, extname(file)), basename(file)];
  for (let number = 2; candidates.every((name) => taken.has(name)); number += 1) {
    candidates.push(`${basename(file)}-${number}`);
  }
  return candidates.find((name) => !taken.has(name)) ?? basename(file);
}

function requireSome(files: readonly string[], message: string): readonly string[] {
  if (files.length === 0) {
    throw noInput(message);
  }
  return files;
}

function noInput(message: string): AppError {
  return new AppError('capture/no-input', message);
}
