import { describe, expect, it } from 'vitest';
import { DisplacementBlend } from '../../../../src/shared/core/detail/displacement-blend.ts';
import { packDisplacement } from '../../../../src/shared/core/detail/packed-displacement.ts';

const FRAME = 33;

/** A displacement of two equal numbers (times two rows), metres. */
function packed(metres: number): Int16Array {
  const values = new Int16Array(4);
  packDisplacement(new Float32Array(4).fill(metres), values);
  return values;
}

/** An expression with one coefficient. */
function smile(amount: number): Float32Array {
  const expression = new Float32Array(53);
  expression[3] = amount;
  return expression;
}

const REST_POSE = new Float32Array(6);

/** Shows a smile frame after frame until nothing changes any more; gives the relief in metres after each. */
function settle(blend: DisplacementBlend, amount: number, startTime: number): number[] {
  const shown: number[] = [];
  for (let time = startTime; time < startTime + 40 * FRAME; time += FRAME) {
    const relief = blend.show(smile(amount).subarray(0, 50), REST_POSE, time);
    if (relief !== undefined) {
      shown.push(relief[0] ?? Number.NaN);
    }
  }
  return shown;
}

describe('the relief between two displacements', () => {
  it('is as far from the one to the other as the expression is', () => {
    const blend = new DisplacementBlend();
    blend.receive(smile(0), packed(0));
    settle(blend, 0, 0);
    blend.receive(smile(2), packed(0.002));

    expect(settle(blend, 1, 2000).at(-1)).toBeCloseTo(0.001, 6);
    expect(settle(blend, 2, 4000).at(-1)).toBeCloseTo(0.002, 6);
    // Back to the smaller smile, whose relief is still known.
    expect(settle(blend, 0.5, 6000).at(-1)).toBeCloseTo(0.0005, 6);
  });

  it('never jumps, however far the face has moved when a displacement comes', () => {
    const blend = new DisplacementBlend();
    blend.receive(smile(0), packed(0));
    settle(blend, 0, 0);
    blend.receive(smile(2), packed(0.002));

    const shown = [0, ...settle(blend, 2, 2000)];
    const steps = shown.slice(1).map((value, i) => value - (shown[i] ?? 0));
    expect(shown.at(-1)).toBeCloseTo(0.002, 6);
    // 120 ms to fade in, of which 50 at once after a pause.
    expect(Math.max(...steps)).toBeLessThan(0.002 * 0.45);
  });

  it('goes on from what shows when the next displacement comes early', () => {
    const blend = new DisplacementBlend();
    blend.receive(smile(0), packed(0));
    settle(blend, 0, 0);
    blend.receive(smile(2), packed(0.002));
    blend.show(smile(2).subarray(0, 50), REST_POSE, 2000);
    const before = blend.show(smile(2).subarray(0, 50), REST_POSE, 2000 + FRAME)?.[0] ?? Number.NaN;

    blend.receive(smile(2.1), packed(0.003));

    const after = blend.show(smile(2).subarray(0, 50), REST_POSE, 2000 + 2 * FRAME)?.[0] ?? Number.NaN;
    expect(Math.abs(after - before)).toBeLessThan(0.001);
  });

  it('is nothing before the first displacement, and after everything has been forgotten', () => {
    const blend = new DisplacementBlend();
    expect(blend.show(smile(0).subarray(0, 50), REST_POSE, 0)).toBeUndefined();
    blend.receive(smile(0), packed(0.001));
    blend.reset();
    expect(blend.show(smile(1).subarray(0, 50), REST_POSE, 0)).toBeUndefined();
  });
});

it('packs a displacement in steps below a micrometre, cuts it off and leaves NaN out', () => {
  const values = new Int16Array(4);
  packDisplacement(Float32Array.of(0.001, -0.002, 1, Number.NaN), values);
  expect((values[0] ?? 0) * (0.01 / 32_767)).toBeCloseTo(0.001, 6);
  expect((values[1] ?? 0) * (0.01 / 32_767)).toBeCloseTo(-0.002, 6);
  expect([...values.subarray(2)]).toEqual([32_767, 0]);
});
