import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';

/** Whether a path holds one of the signs that shells expand: `*` and `?`. */
export function isPathPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/**
 * The paths a pattern stands for, in the order of their names, for shells that do not expand patterns themselves.
 * `*` stands for any part of one name, `?` for one character of it; names that begin with a dot have to be written out.
 */
export async function expandPathPattern(pattern: string): Promise<string[]> {
  const { root } = parse(pattern);
  const names = pattern
    .slice(root.length)
    .split(/[/\\]/)
    .filter((name) => name !== '');
  let paths = [root];
  for (const name of names) {
    const next = await Promise.all(paths.map((folder) => matchesIn(folder, name)));
    paths = next.flat();
  }
  return paths;
}

async function matchesIn(folder: string, name: string): Promise<string[]> {
  if (!isPathPattern(name)) {
    return [join(folder, name)];
  }
  const expression = new RegExp(
    `^${name
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const entries = await readdir(folder === '' ? '.' : folder).catch(() => []);
  return entries
    .filter((entry) => expression.test(entry) && (!entry.startsWith('.') || name.startsWith('.')))
    .sort()
    .map((entry) => join(folder, entry));
}
