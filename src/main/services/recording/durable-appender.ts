import { open } from 'node:fs/promises';

/** What is needed of a file that is written; a `FileHandle` of `node:fs/promises` has it all. */
export interface AppendableFile {
  /** Writes all bytes at the present position. */
  writeFile(bytes: Uint8Array): Promise<void>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Creates a file that is not there yet, or rejects with an error that has a `code`. */
export type CreateFile = (path: string) => Promise<AppendableFile>;

/** Creates a file that only its owner may read (mode 0600). */
export const createPrivateFile: CreateFile = (path) => open(path, 'wx', 0o600);

/**
 * Appends blocks to a file in the background, in order, and has the disk confirm them (fdatasync) whenever it has
 * caught up. After a failure nothing more is written and the file ends with the last whole block.
 */
export class DurableAppender {
  readonly #file: AppendableFile;
  readonly #queue: Uint8Array[] = [];
  #backlogBytes = 0;
  #writtenBytes = 0;
  #draining: Promise<void> | undefined;
  #failure: unknown;

  constructor(file: AppendableFile) {
    this.#file = file;
  }

  /** Bytes that wait to be written. */
  get backlogBytes(): number {
    return this.#backlogBytes;
  }

  /** Bytes of whole blocks in the file. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** What ended the writing, undefined while all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Takes a block over; returns at once. */
  append(block: Uint8Array): void {
    if (this.#failure !== undefined) {
      return;
    }
    this.#queue.push(block);
    this.#backlogBytes += block.byteLength;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  /** Waits until everything is on the disk, or until writing has failed: see `failure`. */
  async settle(): Promise<void> {
    while (this.#draining !== undefined) {
      await this.#draining;
    }
  }

  /** Waits for what is under way, then closes the file. */
  async close(): Promise<void> {
    await this.settle();
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    try {
      while (this.#queue.length > 0) {
        for (let block = this.#queue.shift(); block !== undefined; block = this.#queue.shift()) {
          await this.#file.writeFile(block);
          this.#backlogBytes -= block.byteLength;
          this.#writtenBytes += block.byteLength;
        }
        await this.#file.datasync();
      }
    } catch (thrown) {
      this.#failure = thrown;
      this.#queue.length = 0;
      this.#backlogBytes = 0;
      // A block that was begun is of no use; where it cannot be cut off it does no harm either.
      await this.#file.truncate(this.#writtenBytes).catch(() => undefined);
    }
  }
}
