import { AppError } from '../../shared/contract/app-error.ts';

/** Counts the bytes an import has worked on, and ends it when the person has had enough. */
export class ImportProgress {
  readonly #total: number;
  readonly #signal: AbortSignal;
  readonly #onProgress: (done: number, total: number) => void;
  #done = 0;

  constructor(total: number, signal: AbortSignal, onProgress: (done: number, total: number) => void) {
    this.#total = total;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  /** @throws AppError `cancelled` */
  advance(bytes: number): void {
    if (this.#signal.aborted) {
      throw new AppError('cancelled', 'The import was interrupted; nothing of it was kept.');
    }
    this.#done += bytes;
    this.#onProgress(this.#done, this.#total);
  }
}
