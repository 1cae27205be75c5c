import { randomBytes } from 'node:crypto';
import { basename, resolve } from 'node:path';

/** Files that the user has named, readable by the page under addresses nobody can guess. */
export class SharedFiles {
  readonly #files = new Map<string, string>();

  /** Shares a file; returns the path of its new secret address, already encoded. */
  share(file: string): string {
    const secret = randomBytes(16).toString('base64url');
    const urlPath = `/shared/${secret}/${encodeURIComponent(basename(file))}`;
    this.#files.set(urlPath, resolve(file));
    return urlPath;
  }

  /** Takes addresses back. */
  withdraw(urlPaths: readonly string[]): void {
    for (const urlPath of urlPaths) {
      this.#files.delete(urlPath);
    }
  }

  /** Absolute path of the file at an address. */
  fileAt(urlPath: string): string | undefined {
    return this.#files.get(urlPath);
  }
}
