import { describe, expect, test } from 'vitest';
import { LEFT_EYE, RIGHT_EYE } from '../../../../../src/shared/core/face/landmark-indices.ts';
import { openLandmarkBasis } from '../../../../../src/shared/core/tracking/solver/landmark-basis.ts';
import { mirroredLandmarks } from '../../../../../src/shared/core/tracking/solver/mirrored-landmarks.ts';
import { SeenDisplacement } from '../../../../../src/shared/core/tracking/solver/seen-displacement.ts';

const basis = openLandmarkBasis();
const neutral = Float64Array.from(basis.neutral);

/** Head to camera, column-major, turned about the head's own up; positive shows the camera its right half. */
function turned(radians: number): Float64Array {
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  return Float64Array.of(cosine, 0, -sine, 0, 1, 0, sine, 0, cosine);
}

/** The left eye's lid a millimetre down and two inwards. */
function winking(): Float64Array {
  const landmarks = neutral.slice();
  const at = LEFT_EYE.upperLid * 3;
  landmarks[at] = (landmarks[at] ?? 0) - 0.2;
  landmarks[at + 1] = (landmarks[at + 1] ?? 0) - 0.1;
  return landmarks;
}

describe('mirrored landmarks', () => {
  test('exchange the eyes, and twice is none', () => {
    const mirrored = mirroredLandmarks(basis.neutral);

    expect(mirrored[LEFT_EYE.upperLid]).toBe(RIGHT_EYE.upperLid);
    expect(mirrored[RIGHT_EYE.iris]).toBe(LEFT_EYE.iris);
    expect([...mirrored].every((other, landmark) => mirrored[other] === landmark)).toBe(true);
  });
});

describe('the displacement seen', () => {
  test('is each half’s own on a face that looks ahead', () => {
    const seen = new SeenDisplacement(basis);

    seen.update(winking(), neutral, turned(0));

    expect(seen.values[LEFT_EYE.upperLid * 2]).toBeCloseTo(-0.2, 6);
    expect(seen.values[LEFT_EYE.upperLid * 2 + 1]).toBeCloseTo(-0.1, 6);
    expect(seen.values[RIGHT_EYE.upperLid * 2 + 1]).toBeCloseTo(0, 6);
  });

  test('of a half turned away is the mirror image of the other’s', () => {
    const seen = new SeenDisplacement(basis);
    const leftIsNear = [1, -1].find((sign) => (turned(sign * 0.95)[2] ?? 0) > 0) ?? 1;

    seen.update(winking(), neutral, turned(leftIsNear * 0.95));

    expect(seen.values[LEFT_EYE.upperLid * 2 + 1]).toBeCloseTo(-0.1, 6);
    expect(seen.values[RIGHT_EYE.upperLid * 2]).toBeGreaterThan(0.18);
    expect(seen.values[RIGHT_EYE.upperLid * 2 + 1]).toBeLessThan(-0.09);

    seen.update(winking(), neutral, turned(-leftIsNear * 0.95));

    expect(seen.values[LEFT_EYE.upperLid * 2 + 1]).toBeGreaterThan(-0.01);
  });
});
