import { tooLargeImport } from '../import-error.ts';

/**
 * What one pickle may ask for. The largest honest ones: FLAME's model (73 MB, a few hundred operations) and the
 * directory of DECA's checkpoint with its optimiser state (some 50 000 operations).
 */
export const PICKLE_LIMITS = {
  /** Bytes of a file that is one pickle. */
  sourceBytes: 256 * 1024 * 1024,
  /** Opcodes, nested pickles included; bounds time and the number of objects. */
  operations: 1_000_000,
  /** Containers open at once. */
  openContainers: 500,
  /** Pickles inside pickles (`torch.storage._load_from_bytes`). */
  nestedPickles: 4,
  /** Bytes of containers that constructors may copy, which no file's size bounds. */
  spareBytes: 16 * 1024 * 1024,
} as const;

/** Counts what a pickle and those inside it have used. */
export class PickleBudget {
  readonly #file: string;
  #operations = 0;
  #bytesLeft: number;

  /** @param maxBytes - Most bytes of texts, byte strings and copies. */
  constructor(file: string, maxBytes: number) {
    this.#file = file;
    this.#bytesLeft = maxBytes + PICKLE_LIMITS.spareBytes;
  }

  /** @throws AppError `import/too-large` after {@link PICKLE_LIMITS.operations} opcodes. */
  spendOperation(): void {
    this.#operations++;
    if (this.#operations > PICKLE_LIMITS.operations) {
      throw tooLargeImport(this.#file, `the pickle has more than ${PICKLE_LIMITS.operations} operations.`);
    }
  }

  /** @throws AppError `import/too-large` when that exceeds the allowance. */
  charge(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) {
      throw tooLargeImport(
        this.#file,
        'the pickle holds or unfolds into far more data than such a file should.',
      );
    }
  }
}
