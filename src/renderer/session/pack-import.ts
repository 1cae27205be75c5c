import { toAppError } from '../../shared/contract/app-error.ts';
import { type DecaPart, LARGEST_PIECE } from '../../shared/contract/pack-import.ts';
import type { BackendConnection } from '../backend/backend-connection.ts';
import type { AppStore } from '../state/app-store.ts';

/** Milliseconds without any progress after which an import has failed: reading a checkpoint takes seconds. */
const DEADLINE = 120_000;

/** The files of an import, by what they are. */
export type DecaFiles = Readonly<Record<DecaPart, Blob>>;

/** What an import needs and whom it tells. */
export interface PackImportOptions {
  readonly store: AppStore;
  readonly backend: Pick<BackendConnection, 'request'>;
  /** The name of the pack that has been made. */
  readonly onImported: (name: string) => Promise<void>;
  readonly onFailure: (thrown: unknown) => void;
}

/** Hands DECA's files over to the services and has a pack made of them, with its progress in the store. */
export class PackImport {
  readonly #options: PackImportOptions;
  #abort: AbortController | undefined;

  constructor(options: PackImportOptions) {
    this.#options = options;
  }

  /** Does nothing while an import is going on. */
  async start(files: DecaFiles): Promise<void> {
    if (this.#abort !== undefined) {
      return;
    }
    const { backend, onImported, onFailure, store } = this.#options;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      await this.#handOver(files, signal);
      await backend.request('face-packs/import-deca', undefined, {
        signal,
        deadline: DEADLINE,
        onProgress: ({ done, total }) =>
          store.setState({ packImport: { status: 'importing', share: done / Math.max(total, 1) } }),
      });
      await onImported('deca');
      store.setState({ packImport: { status: 'done' } });
    } catch (thrown) {
      store.setState({ packImport: { status: 'idle' } });
      if (toAppError(thrown).code !== 'cancelled') {
        onFailure(thrown);
      }
      await backend.request('face-packs/discard', undefined).catch(() => undefined);
    } finally {
      this.#abort = undefined;
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }

  async #handOver(files: DecaFiles, signal: AbortSignal): Promise<void> {
    const { backend, store } = this.#options;
    const total = Object.values(files).reduce((sum, { size }) => sum + size, 0);
    let handed = 0;
    for (const part of Object.keys(files) as DecaPart[]) {
      const file = files[part];
      for (let offset = 0; offset < file.size; offset += LARGEST_PIECE) {
        signal.throwIfAborted();
        const bytes = new Uint8Array(await file.slice(offset, offset + LARGEST_PIECE).arrayBuffer());
        await backend.request('face-packs/give', { part, offset, bytes }, { signal, deadline: DEADLINE });
        handed += bytes.length;
        store.setState({ packImport: { status: 'reading', share: handed / total } });
      }
    }
  }
}
