import { expect, test } from 'vitest';
import { measureClockOffset } from '../../../src/shared/contract/clock-offset.ts';

test('trusts the shortest of several trips', async () => {
  let ours = 1000;
  const trips = [80, 6, 2, 40, 10];

  const measured = await measureClockOffset(
    () => ours,
    async () => {
      const trip = trips.shift() ?? 0;
      // The way out takes three quarters of the trip: the worst kind of asymmetry short of all of it.
      const theirs = ours + trip * 0.75 + 5000;
      ours += trip;
      return theirs;
    },
  );

  expect(measured.uncertainty).toBe(1);
  expect(Math.abs(measured.offset - 5000)).toBeLessThanOrEqual(measured.uncertainty);
});
