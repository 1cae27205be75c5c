import { describe, expect, it } from 'vitest';
import { RateCap } from '../../../../src/main/services/stream/rate-cap.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

/** How many frames of a source pass in `seconds`, each up to `jitter` ms early or late. */
function framesAdmitted(capRate: number, sourceRate: number, seconds: number, jitter = 0): number {
  const cap = new RateCap(capRate);
  const random = seededRandom(1);
  let admitted = 0;
  for (let frame = 0; frame < sourceRate * seconds; frame++) {
    const time = (frame * 1000) / sourceRate + (random() * 2 - 1) * jitter;
    admitted += cap.admit(time) ? 1 : 0;
  }
  return admitted;
}

describe('RateCap', () => {
  it.each([
    [30, 60],
    [24, 60],
    [25, 30],
    [50, 59.94],
    [1, 30],
  ])('holds %i of %i frames per second over a minute, without drift', (capRate, sourceRate) => {
    expect(Math.abs(framesAdmitted(capRate, sourceRate, 60) - capRate * 60)).toBeLessThanOrEqual(1);
    expect(Math.abs(framesAdmitted(capRate, sourceRate, 60, 4) - capRate * 60)).toBeLessThanOrEqual(1);
  });

  it('loses nothing of a jittering source that is as fast as the cap', () => {
    expect(framesAdmitted(60, 60, 60, 4)).toBeGreaterThanOrEqual(60 * 60 - 2);
  });

  it('lets every frame of a slower source through', () => {
    expect(framesAdmitted(60, 30, 10, 4)).toBe(300);
  });

  it('makes up for one period after a pause and no more', () => {
    const cap = new RateCap(10);
    cap.admit(0);

    const admitted = [5000, 5010, 5020, 5099, 5110].map((time) => cap.admit(time));

    expect(admitted).toEqual([true, true, false, false, true]);
  });
});
