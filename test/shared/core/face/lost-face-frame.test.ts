import { describe, expect, it } from 'vitest';
import { createFaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { writeLostFaceFrame } from '../../../../src/shared/core/face/lost-face-frame.ts';
import { sampleFaceFrame, withDetail } from '../../../support/sample-face-frame.ts';

describe('writeLostFaceFrame', () => {
  it('is a new neutral frame but for time, index and place', () => {
    const target = withDetail(sampleFaceFrame());

    writeLostFaceFrame(sampleFaceFrame(), 20_000, target);

    const expected = createFaceFrame();
    expected.index = 7;
    expected.time = 20_000;
    expected.headTranslation.set([1.5, -2.5, -48]);
    expect(target).toEqual(expected);
  });

  it('has wrinkles and FLAME parameters at rest where the last frame had them', () => {
    const target = createFaceFrame();

    writeLostFaceFrame(withDetail(sampleFaceFrame()), 20_000, target);

    expect(target.wrinkleTime).toBe(12_400);
    expect(target.wrinkles.every((weight) => weight === 0)).toBe(true);
    expect(target.flame?.expression).toEqual(new Float32Array(50));
    expect(target.flame?.pose).toEqual(new Float32Array(6));
  });
});
