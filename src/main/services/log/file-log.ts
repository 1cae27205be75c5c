import { chmodSync, closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log, LogDetails } from './log.ts';

/** Bytes after which the log is put aside as `<name>.old` and begun anew. */
const ROTATION_BYTES = 1_000_000;

/**
 * A log in a file of the user's own (mode 0600), one line per entry: time, level, message, details as JSON.
 * Lines are rare and short, so they are written at once: the last one before a crash is there.
 */
export class FileLog implements Log {
  readonly #path: string;
  readonly #now: () => Date;
  #file: number;
  #bytes: number;

  /** Opens the log, making its folder when needed. Throws what the file system throws. */
  constructor(path: string, now: () => Date) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
    this.#now = now;
    this.#file = openSync(path, 'a', 0o600);
    this.#bytes = statSync(path).size;
    chmodSync(path, 0o600);
  }

  debug(message: string, details?: LogDetails): void {
    this.#write('debug', message, details);
  }

  info(message: string, details?: LogDetails): void {
    this.#write('info', message, details);
  }

  warn(message: string, details?: LogDetails): void {
    this.#write('warn', message, details);
  }

  error(message: string, details?: LogDetails): void {
    this.#write('error', message, details);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  #write(level: string, message: string, details: LogDetails | undefined): void {
    const suffix = details === undefined ? '' : ` ${JSON.stringify(details)}`;
    const line = `${this.#now().toISOString()} ${level} ${message.replaceAll(/[\r\n]+/g, ' ')}${suffix}\n`;
    this.#bytes += writeSync(this.#file, line);
    if (this.#bytes > ROTATION_BYTES) {
      closeSync(this.#file);
      renameSync(this.#path, `${this.#path}.old`);
      this.#file = openSync(this.#path, 'a', 0o600);
      this.#bytes = 0;
    }
  }
}
