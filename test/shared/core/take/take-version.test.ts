import { describe, expect, it } from 'vitest';
import {
  migrationFrom,
  TAKE_MIGRATIONS,
  TAKE_VERSION,
  type TakeMigration,
} from '../../../../src/shared/core/take/take-version.ts';

/** Puts a number behind a frame's bytes. */
function appending(number: number): TakeMigration {
  return (topic, message) => (topic === '/frame' ? Uint8Array.of(...message, number) : message);
}

describe('migrationFrom', () => {
  it('goes step by step from a take’s version to the present one', () => {
    const steps = [appending(2), appending(3), appending(4)];

    expect(migrationFrom(2, steps)('/frame', Uint8Array.of(0))).toEqual(Uint8Array.of(0, 3, 4));
    expect(migrationFrom(4, steps)('/frame', Uint8Array.of(0))).toEqual(Uint8Array.of(0));
    expect(migrationFrom(1, steps)('/marker', Uint8Array.of(0))).toEqual(Uint8Array.of(0));
  });

  it('has a step for every version before the present one', () => {
    expect(TAKE_MIGRATIONS).toHaveLength(TAKE_VERSION - 1);
  });
});
