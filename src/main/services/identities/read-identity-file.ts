import { open } from 'node:fs/promises';
import { AppError } from '../../../shared/contract/app-error.ts';
import type { Identity } from '../../../shared/core/identity/identity.ts';
import { LARGEST_IDENTITY_BYTES, readIdentity } from '../../../shared/core/identity/identity-file.ts';
import { NewerIdentityError } from '../../../shared/core/identity/identity-version.ts';

/** A `.furrow` file that has been read: its bytes, and what they say. */
export interface IdentityFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly identity: Identity;
}

/**
 * Reads and checks a `.furrow` file.
 * @throws AppError `identity/missing`, `identity/newer-version`, `identity/malformed`
 */
export async function readIdentityFile(path: string): Promise<IdentityFile> {
  const bytes = await readBytes(path);
  return { bytes, identity: parseIdentity(bytes, path) };
}

/**
 * What the bytes of a `.furrow` file say.
 * @param origin what the person knows them by.
 * @throws AppError `identity/newer-version`, `identity/malformed`
 */
export function parseIdentity(bytes: Uint8Array, origin: string): Identity {
  try {
    return readIdentity(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof NewerIdentityError) {
      throw new AppError('identity/newer-version', `${origin}: ${reason}`, { cause });
    }
    throw new AppError(
      'identity/malformed',
      `${origin} is no identity that Furrow can read (${reason}). It may be damaged or of another program; choose another or enrol again.`,
      { cause },
    );
  }
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    if (size > LARGEST_IDENTITY_BYTES) {
      throw new AppError(
        'identity/malformed',
        `${path} is no identity: it has ${size} bytes, and none has more than ${LARGEST_IDENTITY_BYTES}.`,
      );
    }
    return new Uint8Array(await file.readFile());
  } catch (thrown) {
    if (thrown instanceof AppError) {
      throw thrown;
    }
    throw new AppError(
      'identity/missing',
      `The identity ${path} could not be read. Check its name and its rights.`,
      {
        cause: thrown,
      },
    );
  }
}
