import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';

import { malformedImport } from './import-error.ts';

/**
 * Bytes that are read by range, so that nobody needs a large file in memory. Every read either returns
 * exactly the bytes asked for or throws `import/malformed`; the length is checked before anything is allocated.
 */
export interface ByteSource {
  /** File name for messages. */
  readonly name: string;
  /** Bytes in all. */
  readonly length: number;
  /** Bytes `position` to `position + length`; may be a view that must not be written to. */
  readSync(position: number, length: number): Uint8Array;
  /** The same without blocking the thread. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** A source over bytes in memory; reads are views, not copies. */
export class MemorySource implements ByteSource {
  readonly name: string;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.name = name;
  }

  get length(): number {
    return this.#bytes.byteLength;
  }

  readSync(position: number, length: number): Uint8Array {
    requireRange(this, position, length);
    return this.#bytes.subarray(position, position + length);
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    return this.readSync(position, length);
  }
}

/** A source over an open file. Whoever opened it closes it. */
export class FileSource implements ByteSource, AsyncDisposable {
  readonly name: string;
  readonly length: number;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle, name: string, length: number) {
    this.#handle = handle;
    this.name = name;
    this.length = length;
  }

  /**
   * Opens a regular file for reading.
   *
   * @throws AppError `import/malformed` when it cannot be opened or is no regular file.
   */
  static async open(path: string): Promise<FileSource> {
    const name = basename(path);
    const handle = await openForReading(path, name);
    const status = await handle.stat();
    if (!status.isFile()) {
      await handle.close();
      throw malformedImport(name, 'this is not a file.', 'Choose the file itself, not its folder.');
    }
    return new FileSource(handle, name, status.size);
  }

  readSync(position: number, length: number): Uint8Array {
    requireRange(this, position, length);
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(this.#handle.fd, bytes, filled, length - filled, position + filled);
      this.#requireProgress(count);
      filled += count;
    }
    return bytes;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    requireRange(this, position, length);
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, length - filled, position + filled);
      this.#requireProgress(bytesRead);
      filled += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #requireProgress(count: number): void {
    if (count === 0) {
      throw malformedImport(this.name, 'the file became shorter while it was read.');
    }
  }
}

/** A part of another source, with positions of its own. */
export class SourceRange implements ByteSource {
  readonly name: string;
  readonly length: number;
  readonly #whole: ByteSource;
  readonly #start: number;

  /** @throws AppError `import/malformed` when the range leaves `whole`. */
  constructor(whole: ByteSource, start: number, length: number) {
    requireRange(whole, start, length);
    this.name = whole.name;
    this.length = length;
    this.#whole = whole;
    this.#start = start;
  }

  readSync(position: number, length: number): Uint8Array {
    requireRange(this, position, length);
    return this.#whole.readSync(this.#start + position, length);
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    requireRange(this, position, length);
    return this.#whole.read(this.#start + position, length);
  }
}

async function openForReading(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw malformedImport(name, `the file cannot be opened (${reason}).`, 'Check its path and permissions.');
  }
}

function requireRange(source: ByteSource, position: number, length: number): void {
  const isRange =
    Number.isSafeInteger(position) && Number.isSafeInteger(length) && position >= 0 && length >= 0;
  if (!isRange || position + length > source.length) {
    throw malformedImport(
      source.name,
      `the file should go on to byte ${position + length} but has ${source.length}: it is cut off or damaged.`,
    );
  }
}
