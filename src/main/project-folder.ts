import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Absolute path of the folder that Furrow's own files lie in: the nearest one above with a package.json, the same
 * whether the code that asks has been bundled or not.
 * @param folder where to begin: `import.meta.dirname`.
 */
export function findProjectFolder(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findProjectFolder(dirname(folder));
}
