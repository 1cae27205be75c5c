import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readIfPresent, writePrivateFile } from '../services/private-file.ts';
import type { AccessScope } from '../session/roles.ts';

/** Bytes of randomness in a token: beyond guessing. */
const TOKEN_BYTES = 32;
const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The keys to the server. The control token is new with every start; the view-only one is kept in a file of the
 * user's own, because it stands in an OBS source, until it is renewed. Neither is ever logged.
 */
export class AccessTokens {
  readonly control = createToken();
  readonly #viewPath: string;
  #view: string;

  private constructor(viewPath: string, view: string) {
    this.#viewPath = viewPath;
    this.#view = view;
  }

  /** Reads the view token kept at `viewPath`; makes one when there is none or it cannot be one. */
  static async open(viewPath: string): Promise<AccessTokens> {
    const kept = (await readIfPresent(viewPath))?.trim();
    const tokens = new AccessTokens(viewPath, kept ?? '');
    if (kept === undefined || !TOKEN_PATTERN.test(kept)) {
      await tokens.renewView();
    }
    return tokens;
  }

  get view(): string {
    return this.#view;
  }

  /** Makes the old view token worthless. */
  async renewView(): Promise<void> {
    const token = createToken();
    await writePrivateFile(this.#viewPath, `${token}\n`);
    this.#view = token;
  }

  /** What a token opens, or undefined. Takes equally long for every wrong token. */
  scopeOf(token: string): AccessScope | undefined {
    const isControl = isSameToken(token, this.control);
    const isView = isSameToken(token, this.#view);
    if (isControl) {
      return 'control';
    }
    return isView ? 'view' : undefined;
  }
}

/** A new key nobody can guess. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Whether a given token is the expected one; takes equally long for every wrong one. */
export function isSameToken(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
