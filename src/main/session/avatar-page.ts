import type { AvatarPageState } from '../../shared/contract/avatar.ts';
import { pageFragment } from '../page-fragment.ts';
import type { AccessTokens } from '../server/access-tokens.ts';

/** The page's path on the server. */
export const AVATAR_PAGE_PATH = '/avatar';

/** What the avatar page is opened with, and whom to tell. */
export interface AvatarPageOptions {
  readonly tokens: Pick<AccessTokens, 'view' | 'renewView'>;
  readonly onState: (state: AvatarPageState) => void;
  /** Ends the connections of all who came in with the view token. */
  readonly disconnectViewers: () => void;
}

/** The page that shows the avatar and nothing else, for OBS: where it is, and who may watch. */
export class AvatarPage {
  readonly #options: AvatarPageOptions;
  #root: string | undefined;

  constructor(options: AvatarPageOptions) {
    this.#options = options;
  }

  /** The address with its view-only token; undefined while nothing serves it. */
  get address(): string | undefined {
    const { view: token } = this.#options.tokens;
    return this.#root === undefined ? undefined : this.#root + AVATAR_PAGE_PATH + pageFragment({ token });
  }

  /** The page is served at this origin, e.g. `http://127.0.0.1:47800`, from now on. */
  served(root: string): void {
    this.#root = root;
    this.#tell();
  }

  /** The page cannot be served. */
  failed(message: string): void {
    this.#options.onState({ status: 'failed', message });
  }

  /** Makes the present address worthless and ends the connections that came in with it. */
  async renew(): Promise<void> {
    await this.#options.tokens.renewView();
    this.#options.disconnectViewers();
    this.#tell();
  }

  #tell(): void {
    const { address } = this;
    this.#options.onState(address === undefined ? { status: 'starting' } : { status: 'ready', address });
  }
}
