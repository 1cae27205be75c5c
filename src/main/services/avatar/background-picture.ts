import { readFile, rm } from 'node:fs/promises';
import { AppError } from '../../../shared/contract/app-error.ts';
import { type BackgroundPicture, MAX_PICTURE_BYTES } from '../../../shared/contract/avatar.ts';
import { writePrivateFile } from '../private-file.ts';

/** How files of the pictures that every browser can show begin; a gap stands for any byte. */
const SIGNATURES: readonly (readonly (number | undefined)[])[] = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  // WebP: "RIFF", a length, "WEBP".
  [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50],
];

/** The picture behind the avatar: a file of the user's own, told to all who show it. */
export class BackgroundPictureFile {
  readonly #path: string;
  readonly #onChange: (picture: BackgroundPicture) => void;

  constructor(path: string, onChange: (picture: BackgroundPicture) => void) {
    this.#path = path;
    this.#onChange = onChange;
  }

  /** Tells what was kept; a file that is none of ours is left alone and not shown. */
  async load(): Promise<void> {
    const bytes = await readFile(this.#path).catch(() => undefined);
    const isUsable = bytes !== undefined && bytes.length <= MAX_PICTURE_BYTES && isPicture(bytes);
    this.#onChange({ bytes: isUsable ? new Uint8Array(bytes) : undefined });
  }

  /**
   * Keeps another picture, or none.
   * @throws AppError `avatar/no-picture`
   */
  async set({ bytes }: BackgroundPicture): Promise<void> {
    if (bytes === undefined) {
      await rm(this.#path, { force: true });
    } else if (isPicture(bytes)) {
      await writePrivateFile(this.#path, bytes);
    } else {
      throw new AppError(
        'avatar/no-picture',
        'This file is not a picture Furrow can show. Choose a JPEG, PNG or WebP file.',
      );
    }
    this.#onChange({ bytes });
  }
}

function isPicture(bytes: Uint8Array): boolean {
  return SIGNATURES.some((signature) =>
    signature.every((byte, i) => byte === undefined || byte === bytes[i]),
  );
}
