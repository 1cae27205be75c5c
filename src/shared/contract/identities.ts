import { z } from 'zod';
import type { IdentityQuality } from '../core/identity/identity.ts';
import { LONGEST_NAME } from '../core/identity/identity-header.ts';

/** Largest identity that crosses the contract, bytes: what a message carries, less room for what goes with it. */
export const MAX_IDENTITY_BYTES = 7_500_000;

/** An enrolled person in the list. */
export interface IdentityEntry {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  /** When this revision was made, milliseconds since 1970. */
  readonly createdTime: number;
  readonly bytes: number;
  readonly quality: IdentityQuality;
}

/** The person the app shows, as a `.furrow` file; undefined when nobody is chosen. */
export interface ShownIdentity {
  readonly bytes: Uint8Array | undefined;
}

/** Ids name files: nothing that could lead out of their folder. */
const identityId = z.uuid();

const identityName = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_NAME)
  .refine((name) => !/\p{Cc}/u.test(name));

/** What clients send about identities; whether bytes are an identity is the services' to see. */
export const identitySchema = z.object({ id: identityId });
export const identityChoiceSchema = z.object({ id: identityId.optional().transform((id) => id) });
export const identityRenameSchema = z.object({ id: identityId, name: identityName });
export const identityBytesSchema = z.object({
  bytes: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= MAX_IDENTITY_BYTES),
});
