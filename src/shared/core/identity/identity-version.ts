import type { Tensor } from '../tensor/tensor.ts';

/** Version of the identity files written now; each step up has a migration. */
export const IDENTITY_VERSION = 2;

/** What an identity file holds before it is understood. */
export interface IdentityDocument {
  readonly header: Readonly<Record<string, unknown>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Turns a document of one version into the next one's. */
export type IdentityMigration = (document: IdentityDocument) => IdentityDocument;

/** One step per version: entry 0 leads from version 1 to version 2. */
export const IDENTITY_MIGRATIONS: readonly IdentityMigration[] = [
  // Version 2 may hold its maps in 8 bits; those in metres are read as before.
  (document) => document,
];

/** An identity of a later Furrow, which this one must not guess at. */
export class NewerIdentityError extends Error {
  override readonly name = 'NewerIdentityError';
  readonly version: number;

  constructor(version: number) {
    super(
      `The identity was made by a newer Furrow (identity version ${version}; this one reads up to ${IDENTITY_VERSION}). Update Furrow to use it.`,
    );
    this.version = version;
  }
}

/** Brings a document from its version to the present one. */
export function migrateIdentity(
  document: IdentityDocument,
  version: number,
  migrations: readonly IdentityMigration[] = IDENTITY_MIGRATIONS,
): IdentityDocument {
  return migrations.slice(version - 1).reduce((migrated, step) => step(migrated), document);
}
