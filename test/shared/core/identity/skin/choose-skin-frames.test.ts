import { describe, expect, it } from 'vitest';
import { createFaceFrame, type FaceFrame } from '../../../../../src/shared/core/face/face-frame.ts';
import { chooseSkinFrames } from '../../../../../src/shared/core/identity/skin/choose-skin-frames.ts';

/** A tracked face turned by `yaw` degrees, with an expression of that many full weights. */
function faceAt(yaw: number, weights = 0): FaceFrame {
  const frame = createFaceFrame();
  frame.tracking = 'tracked';
  frame.headRotation.set([0, Math.sin((yaw * Math.PI) / 360), 0, Math.cos((yaw * Math.PI) / 360)]);
  frame.expression.fill(1, 0, weights);
  return frame;
}

describe('choosing pictures for the skin', () => {
  it('takes the face from ahead and from both sides', () => {
    const frames = Array.from({ length: 57 }, (_, i) => faceAt(i - 28));

    expect(chooseSkinFrames(frames, 3)).toEqual([0, 28, 56]);
  });

  it('takes calm faces before moved ones', () => {
    expect(chooseSkinFrames([faceAt(0, 4), faceAt(0.5), faceAt(0, 2)], 1)).toEqual([1]);
  });

  it('leaves faces out that are not tracked, and takes no more than there are', () => {
    expect(chooseSkinFrames([createFaceFrame(), faceAt(3)], 5)).toEqual([1]);
    expect(chooseSkinFrames([createFaceFrame()], 5)).toEqual([]);
  });
});
