import { describe, expect, it } from 'vitest';
import { createFaceFrame, type FaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { resampleFrames } from '../../../../src/shared/core/take/resample.ts';

/** Frames that turn about Y at one radian a second, with a weight that is the time in seconds. */
function turning(times: readonly number[]): FaceFrame[] {
  return times.map((time, index) => {
    const frame = createFaceFrame();
    const angle = time / 1000;
    frame.index = index;
    frame.time = time;
    frame.tracking = 'tracked';
    frame.headRotation.set([0, Math.sin(angle / 2), 0, Math.cos(angle / 2)]);
    frame.expression.fill(time / 1000);
    return frame;
  });
}

async function resampled(frames: readonly FaceFrame[], rate: number): Promise<FaceFrame[]> {
  const result: FaceFrame[] = [];
  for await (const frame of resampleFrames(frames, rate)) {
    result.push(structuredClone(frame));
  }
  return result;
}

describe('resampleFrames', () => {
  it('gives every frame of a source at its own rate back', async () => {
    const frames = turning([0, 40, 80, 120]);

    expect(await resampled(frames, 25)).toEqual(frames);
  });

  it('turns the head at constant speed and keeps unit quaternions', async () => {
    const result = await resampled(turning([0, 35, 61, 500, 1000]), 60);

    expect(result).toHaveLength(61);
    for (const [index, frame] of result.entries()) {
      const angle = index / 60;
      expect(2 * Math.atan2(frame.headRotation[1] ?? 0, frame.headRotation[3] ?? 1)).toBeCloseTo(angle, 6);
      expect(Math.hypot(...frame.headRotation)).toBeCloseTo(1, 6);
      expect(frame.expression[0]).toBeCloseTo(angle, 6);
    }
  });

  it('skips a frame whose time runs backwards', async () => {
    const result = await resampled(turning([0, 100, 50, 200]), 10);

    expect(result.map((frame) => frame.expression[0])).toEqual([0, 0.1, 0.2].map(Math.fround));
  });
});
