import type { IdentityEntry } from '../../shared/contract/identities.ts';
import { IDENTITY_ENDING } from '../../shared/core/identity/identity-file.ts';
import type { BackendConnection } from '../backend/backend-connection.ts';
import type { AppStore } from '../state/app-store.ts';

/** What the list of people needs, and whom it tells. */
export interface PeopleControlOptions {
  readonly store: AppStore;
  readonly backend: BackendConnection;
  readonly onFailure: (thrown: unknown) => void;
}

/** The window's hand on the enrolled people. A failed action ends in the store's `failures`. */
export class PeopleControl {
  readonly #options: PeopleControlOptions;

  constructor(options: PeopleControlOptions) {
    this.#options = options;
    // Another window may have changed somebody.
    options.backend.on('identity', () => void this.read());
  }

  /** Reads the list of people anew; the services tell who is shown before they answer anything. */
  async read(): Promise<void> {
    if (!this.#options.backend.isReady) {
      return;
    }
    await this.#try(async () => {
      const people = await this.#options.backend.request('identities/list', undefined);
      this.#options.store.setState({ people });
    });
  }

  /** Keeps a person and shows them. @throws AppError `identity/newer-version`, `identity/malformed` */
  async add(bytes: Uint8Array): Promise<IdentityEntry> {
    const entry = await this.#options.backend.request('identities/add', { bytes });
    await this.read();
    return entry;
  }

  /** Keeps the person of a `.furrow` file and shows them. */
  async importFile(file: Blob): Promise<void> {
    await this.#try(async () => this.add(new Uint8Array(await file.arrayBuffer())));
  }

  /** A person's `.furrow` file. @throws AppError `identity/missing` and those of a damaged file */
  async fileOf(id: string): Promise<Uint8Array> {
    return (await this.#options.backend.request('identities/read', { id })).bytes;
  }

  /** Hands a person's `.furrow` file to the browser to be saved. */
  async exportFile({ id, name }: IdentityEntry): Promise<void> {
    await this.#try(async () => {
      const bytes = await this.fileOf(id);
      const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
      const link = document.createElement('a');
      link.href = address;
      link.download = fileNameOf(name) + IDENTITY_ENDING;
      link.click();
      URL.revokeObjectURL(address);
    });
  }

  /** Shows a person, or without one nobody in particular. */
  async choose(id: string | undefined): Promise<void> {
    await this.#try(() => this.#options.backend.request('identities/choose', { id }));
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#try(() => this.#options.backend.request('identities/rename', { id, name }));
    await this.read();
  }

  /** Deletes the file itself, for good. */
  async delete(id: string): Promise<void> {
    await this.#try(() => this.#options.backend.request('identities/delete', { id }));
    await this.read();
  }

  /** Forgets what was learnt of a person's wrinkles since they were enrolled. */
  async forgetWrinkles(id: string): Promise<void> {
    await this.#try(() => this.#options.backend.request('identities/forget-wrinkles', { id }));
  }

  async #try(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      this.#options.onFailure(thrown);
    }
  }
}

/** A name as every file system takes it. */
function fileNameOf(name: string): string {
  return name.replace(/[\\/:*?"<>|]/g, '-').replace(/^\.+/, '') || 'person';
}
