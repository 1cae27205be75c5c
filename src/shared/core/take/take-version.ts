import type { TakeTopic } from './take-channels.ts';

/** Version of the takes written now; each step up has a migration. */
export const TAKE_VERSION = 1;

/** Turns a message of one version into the next one's. Pure: it gets the bytes as they stand in the file. */
export type TakeMigration = (topic: TakeTopic, message: Uint8Array) => Uint8Array;

/** One step per version: entry 0 leads from version 1 to version 2. */
export const TAKE_MIGRATIONS: readonly TakeMigration[] = [];

/** A take of a later Furrow, which this one must not guess at. */
export class NewerTakeError extends Error {
  override readonly name = 'NewerTakeError';
  readonly version: number;

  constructor(version: number) {
    super(
      `The take was made by a newer Furrow (take version ${version}; this one reads up to ${TAKE_VERSION}). Update Furrow to open it.`,
    );
    this.version = version;
  }
}

/** The migration of a take's messages from its version to the present one; nothing to do for a present take. */
export function migrationFrom(
  version: number,
  migrations: readonly TakeMigration[] = TAKE_MIGRATIONS,
): TakeMigration {
  const steps = migrations.slice(version - 1);
  return (topic, message) => steps.reduce((bytes, step) => step(topic, bytes), message);
}
