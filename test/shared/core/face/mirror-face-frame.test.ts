import { expect, test } from 'vitest';
import { expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame, type FaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { mirrorFaceFrame } from '../../../../src/shared/core/face/mirror-face-frame.ts';
import { WRINKLE_REGIONS } from '../../../../src/shared/core/face/wrinkle-regions.ts';

function frameWithEveryNumberDifferent(): FaceFrame {
  const frame = createFaceFrame();
  frame.index = 7;
  frame.time = 123.5;
  frame.tracking = 'held';
  frame.confidence = 0.5;
  frame.wrinkleTime = 99;
  let next = 0;
  for (const values of [
    frame.headRotation,
    frame.headTranslation,
    frame.gazeLeft,
    frame.gazeRight,
    frame.expression,
    frame.rawExpression,
    frame.wrinkles,
  ]) {
    for (let i = 0; i < values.length; i++) {
      next += 1;
      values[i] = next / 128;
    }
  }
  return frame;
}

test('mirroring twice gives the frame again', () => {
  const frame = frameWithEveryNumberDifferent();
  const once = createFaceFrame();
  const twice = createFaceFrame();

  mirrorFaceFrame(frame, once);
  mirrorFaceFrame(once, twice);

  expect(twice).toEqual(frame);
});

test('swaps sides and reverses x, yaw and roll', () => {
  const frame = createFaceFrame();
  frame.headRotation.set([0.1, 0.2, 0.3, 0.9]);
  frame.headTranslation.set([1, 2, -40]);
  frame.gazeLeft.set([0.25, 0.5]);
  frame.expression[expressionIndex('mouthSmileLeft')] = 1;
  frame.expression[expressionIndex('jawOpen')] = 0.5;
  frame.wrinkles[WRINKLE_REGIONS.indexOf('crowsFeetRight')] = 1;
  const mirrored = createFaceFrame();

  mirrorFaceFrame(frame, mirrored);

  expect([...mirrored.headRotation]).toEqual([...Float32Array.of(0.1, -0.2, -0.3, 0.9)]);
  expect([...mirrored.headTranslation]).toEqual([-1, 2, -40]);
  expect([...mirrored.gazeRight]).toEqual([-0.25, 0.5]);
  expect(mirrored.expression[expressionIndex('mouthSmileRight')]).toBe(1);
  expect(mirrored.expression[expressionIndex('mouthSmileLeft')]).toBe(0);
  expect(mirrored.expression[expressionIndex('jawOpen')]).toBe(0.5);
  expect(mirrored.wrinkles[WRINKLE_REGIONS.indexOf('crowsFeetLeft')]).toBe(1);
});

test('writes no minus zero', () => {
  const mirrored = createFaceFrame();

  mirrorFaceFrame(createFaceFrame(), mirrored);

  expect(Object.is(mirrored.headTranslation[0], 0)).toBe(true);
  expect(Object.is(mirrored.headRotation[1], 0)).toBe(true);
});
