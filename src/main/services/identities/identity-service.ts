import type { IdentityEntry, ShownIdentity } from '../../../shared/contract/identities.ts';
import type { EstimatedBasis } from '../../../shared/core/detail/basis/basis-estimate.ts';
import type { DetailCode } from '../../../shared/core/identity/identity.ts';
import { measuredWrinkles } from '../../../shared/core/identity/own-wrinkles.ts';
import type { Log } from '../log/log.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import { describe, type IdentityLibrary } from './identity-library.ts';
import { type IdentityFile, parseIdentity } from './read-identity-file.ts';

/** Whom the service works for. */
export interface IdentityServiceOptions {
  readonly library: IdentityLibrary;
  /** Remembers who is chosen; the chosen person's neutral becomes the pipeline's. */
  readonly settings: SettingsService;
  readonly onShown: (shown: ShownIdentity) => void;
  readonly log: Log;
}

/** Who the app shows: one enrolled person, or the open head as it comes. */
export class IdentityService {
  readonly #options: IdentityServiceOptions;
  #chosen: IdentityFile | undefined;

  constructor(options: IdentityServiceOptions) {
    this.#options = options;
  }

  /** The chosen person, as far as there is one. */
  get chosen(): IdentityFile | undefined {
    return this.#chosen;
  }

  /** Shows whom the settings name; a file that is gone or damaged leaves the open head, and says so in the log. */
  async load(): Promise<void> {
    const { id } = this.#options.settings.current.identity;
    try {
      this.#show(id === '' ? undefined : await this.#options.library.read(id));
    } catch (thrown) {
      this.#options.log.warn(thrown instanceof Error ? thrown.message : String(thrown));
      this.#show(undefined);
    }
  }

  /**
   * Keeps a person who has been enrolled or comes from a file, and shows them.
   * @throws AppError `identity/newer-version`, `identity/malformed`
   */
  async add(bytes: Uint8Array): Promise<IdentityEntry> {
    const kept = await this.#options.library.keep(parseIdentity(bytes, 'This file'));
    await this.#choose(kept);
    return describe(kept);
  }

  /** Shows another person, or the open head. @throws AppError as `IdentityLibrary.read` */
  async choose(id: string | undefined): Promise<void> {
    await this.#choose(id === undefined ? undefined : await this.#options.library.read(id));
  }

  /** @throws AppError as `IdentityLibrary.rename` */
  async rename(id: string, name: string): Promise<void> {
    const renamed = await this.#options.library.rename(id, name);
    if (this.#isChosen(id)) {
      this.#show(renamed);
    }
  }

  /** Deletes a person for good, with what the settings know of their face. @throws AppError `identity/missing` */
  async delete(id: string): Promise<void> {
    await this.#options.library.delete(id);
    if (this.#isChosen(id)) {
      await this.#choose(undefined);
    }
  }

  async #choose(file: IdentityFile | undefined): Promise<void> {
    const { settings } = this.#options;
    this.#show(file);
    await settings.update({
      identity: { id: file?.identity.id ?? '' },
      pipeline: { ...settings.current.pipeline, neutral: file?.identity.calibration.neutral },
    });
  }

  #show(file: IdentityFile | undefined): void {
    this.#chosen = file;
    this.#options.onShown({ bytes: file?.bytes });
  }

  /** The chosen person's detail code of a face pack, as far as there is one. */
  detailCode(pack: string): Float32Array | undefined {
    const detail = this.#chosen?.identity.detail;
    return detail?.pack === pack ? detail.values : undefined;
  }

  /** The chosen person's wrinkles, as far as an enrolment has measured them. */
  get wrinkles(): EstimatedBasis | undefined {
    return this.#chosen && measuredWrinkles(this.#chosen.identity);
  }

  /** Keeps a detail code with the chosen person, if there is one who has none yet. Never throws. */
  async keepDetailCode(detail: DetailCode): Promise<void> {
    const chosen = this.#chosen;
    if (chosen === undefined || chosen.identity.detail !== undefined) {
      return;
    }
    try {
      const kept = await this.#options.library.keep({ ...chosen.identity, detail });
      if (this.#chosen === chosen) {
        this.#chosen = kept;
      }
    } catch (thrown) {
      this.#options.log.warn(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  #isChosen(id: string): boolean {
    return this.#chosen?.identity.id === id;
  }
}
