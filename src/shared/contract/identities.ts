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

/** A person who is meant. */
export const identitySchema = z.object({ id: identityId });
/** A person, or nobody: the open head. */
export const identityChoiceSchema = z.object({ id: identityId.optional().transform((id) => id) });
/** A person and a new name. */
export const identityRenameSchema = z.object({ id: identityId, name: identityName });
/** A `.furrow` file as a client sends it; whether it is one is the services' to see. */
export const identityBytesSchema = z.object({
  bytes: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= MAX_IDENTITY_BYTES),
});
