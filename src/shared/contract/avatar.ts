import { z } from 'zod';

/** Largest background picture, bytes: a page makes it no larger than a screen before it sends it. */
export const MAX_PICTURE_BYTES = 4_000_000;

/** The picture behind the avatar as an encoded file (JPEG, PNG or WebP); undefined when there is none. */
export interface BackgroundPicture {
  readonly bytes: Uint8Array | undefined;
}

/** Where the avatar page is; its address holds the view-only token. */
export type AvatarPageState =
  | { readonly status: 'starting' }
  | { readonly status: 'ready'; readonly address: string }
  | { readonly status: 'failed'; readonly message: string };

/** A background picture as a client sends it; whether it is a picture is the services' to see. */
export const backgroundPictureSchema = z.object({
  bytes: z
    .instanceof(Uint8Array)
    .refine(({ length }) => length > 0 && length <= MAX_PICTURE_BYTES)
    .optional()
    .transform((bytes) => bytes),
});
