import { toAppError } from '../../shared/contract/app-error.ts';
import type { BackendConnection } from '../backend/backend-connection.ts';
import type { AppStore } from '../state/app-store.ts';

/** Milliseconds without any progress after which a download has failed. */
const DEADLINE = 60_000;

/** What downloads need and whom they tell. */
export interface DownloadsOptions {
  readonly store: AppStore;
  readonly backend: Pick<BackendConnection, 'request'>;
  /** A pack is new: what depends on packs is to be read again. */
  readonly onInstalled: () => Promise<void>;
  readonly onFailure: (thrown: unknown) => void;
}

/** The downloads of packs that run, with their progress in the store. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #running = new Map<string, AbortController>();

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  /** Downloads a pack; does nothing when that is going on already. */
  async start(name: string): Promise<void> {
    if (this.#running.has(name)) {
      return;
    }
    const { backend, onInstalled, onFailure } = this.#options;
    const abort = new AbortController();
    this.#running.set(name, abort);
    this.#show(name, 0);
    try {
      await backend.request(
        'packs/download',
        { name },
        {
          signal: abort.signal,
          deadline: DEADLINE,
          onProgress: ({ receivedBytes, totalBytes }) =>
            this.#show(name, receivedBytes / Math.max(totalBytes, 1)),
        },
      );
      await onInstalled();
    } catch (thrown) {
      if (toAppError(thrown).code !== 'cancelled') {
        onFailure(thrown);
      }
    } finally {
      this.#running.delete(name);
      this.#show(name, undefined);
    }
  }

  cancel(name: string): void {
    this.#running.get(name)?.abort();
  }

  /** @param share received, 0..1; undefined when the download is over. */
  #show(name: string, share: number | undefined): void {
    this.#options.store.setState(({ downloads }) => {
      const { [name]: _, ...others } = downloads;
      return { downloads: share === undefined ? others : { ...others, [name]: share } };
    });
  }
}
