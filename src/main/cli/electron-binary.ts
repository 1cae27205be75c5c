import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the `electron` package of a project lies; undefined when it is not installed. */
function electronPackage(projectFolder: string): string | undefined {
  try {
    return dirname(createRequire(join(projectFolder, 'package.json')).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/** Absolute path of Electron's executable, or undefined while it has not been fetched. */
export function findElectron(projectFolder: string): string | undefined {
  const folder = electronPackage(projectFolder);
  // The package's install script writes path.txt last; requiring the package instead would start a download.
  const pathFile = folder === undefined ? '' : join(folder, 'path.txt');
  if (folder === undefined || !existsSync(pathFile)) {
    return undefined;
  }
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/** Milliseconds between two looks at how much has arrived. */
const LOOK_EVERY = 250;

/**
 * Fetches Electron's executable with the package's own script. The script shows progress only late and only on a
 * terminal of its own, so it downloads into a folder that is watched.
 * @param onProgress bytes received so far
 * @returns the executable's path, or undefined when that did not work
 */
export async function fetchElectron(
  projectFolder: string,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<string | undefined> {
  const folder = electronPackage(projectFolder);
  if (folder === undefined) {
    return undefined;
  }
  const downloads = await mkdtemp(join(tmpdir(), 'furrow-electron-'));
  const timer = setInterval(() => {
    void folderBytes(downloads).then(onProgress);
  }, LOOK_EVERY);
  try {
    await new Promise<void>((resolve) => {
      const script = spawn(process.execPath, [join(folder, 'install.js')], {
        env: { ...process.env, TMPDIR: downloads, TEMP: downloads, TMP: downloads },
        // What goes wrong is a stack trace of somebody else's script; the caller says it in one line.
        stdio: 'ignore',
        signal,
      });
      script.on('error', () => resolve());
      script.on('exit', () => resolve());
    });
  } finally {
    clearInterval(timer);
    await rm(downloads, { recursive: true, force: true });
  }
  return findElectron(projectFolder);
}

/** Bytes of all files under a folder whose files come and go. */
async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((entry) =>
      stat(join(folder, entry)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
