import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RefinementState } from '../../../shared/core/detail/basis/basis-refinement.ts';
import {
  LARGEST_LEARNT_BYTES,
  LEARNT_ENDING,
  NewerLearntError,
  readLearnt,
  writeLearnt,
} from '../../../shared/core/detail/basis/refinement-file.ts';
import { MalformedFileError } from '../../../shared/core/tensor/malformed-file-error.ts';
import type { Log } from '../log/log.ts';
import { writePrivateFile } from '../private-file.ts';
import { errorCode } from '../recording/write-failure.ts';

/** What was kept of a person. */
export type KeptState =
  /** `state` is undefined where nothing usable is there: it is learnt anew. */
  | { readonly mayWrite: true; readonly state: RefinementState | undefined }
  /** A later Furrow's, which stays as it is. */
  | { readonly mayWrite: false };

/** What has been learnt of people's wrinkles: a file beside each identity, readable by its owner only. */
export class LearntLibrary {
  readonly #folder: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /**
   * Reads what was learnt of a person. What cannot be used is named in the log. Never throws.
   * @param origin of the present enrolment: what was learnt from another is of no use.
   */
  async read(id: string, origin: string): Promise<KeptState> {
    const path = this.#path(id);
    try {
      const bytes = await readBytes(path);
      const kept = bytes && readLearnt(bytes);
      if (kept !== undefined && kept.origin !== origin) {
        this.#log.warn(
          `${path} was learnt from another enrolment and is not used; wrinkles are learnt anew.`,
        );
      }
      return { mayWrite: true, state: kept?.origin === origin ? kept.state : undefined };
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      if (thrown instanceof NewerLearntError) {
        this.#log.warn(`${path} stays as it is and nothing is learnt: ${reason}. Update Furrow.`);
        return { mayWrite: false };
      }
      this.#log.warn(`${path} cannot be used (${reason}); wrinkles are learnt anew.`);
      return { mayWrite: true, state: undefined };
    }
  }

  /** Keeps what was learnt of a person. What fails is named in the log. Never throws. */
  async keep(id: string, origin: string, state: RefinementState): Promise<void> {
    try {
      await writePrivateFile(this.#path(id), writeLearnt({ origin, state }));
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      this.#log.warn(`What was learnt of a person’s wrinkles could not be kept: ${reason}`);
    }
  }

  /** Deletes what was learnt of a person for good. @throws what deleting throws */
  async delete(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  #path(id: string): string {
    return join(this.#folder, id + LEARNT_ENDING);
  }
}

/** @throws MalformedFileError for a file that is far too large, and what reading throws */
async function readBytes(path: string): Promise<Uint8Array | undefined> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    if (size > LARGEST_LEARNT_BYTES) {
      throw new MalformedFileError(`${size} bytes, at most ${LARGEST_LEARNT_BYTES} expected`);
    }
    return new Uint8Array(await file.readFile());
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') {
      return undefined;
    }
    throw thrown;
  }
}
