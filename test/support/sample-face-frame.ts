import { createFaceFrame, type FaceFrame } from '../../src/shared/core/face/face-frame.ts';

/** A tracked frame in which every value is different and exact in 32 bits, without wrinkles or FLAME parameters. */
export function sampleFaceFrame(): FaceFrame {
  const frame = createFaceFrame();
  frame.index = 7;
  frame.time = 12_500;
  frame.tracking = 'tracked';
  frame.confidence = 0.75;
  frame.headRotation.set([0.5, -0.5, 0.5, 0.5]);
  frame.headTranslation.set([1.5, -2.5, -48]);
  frame.gazeLeft.set([0.25, -0.125]);
  frame.gazeRight.set([0.5, -0.0625]);
  for (let index = 0; index < frame.expression.length; index++) {
    frame.expression[index] = (index + 1) / 64;
  }
  return frame;
}

/** Adds what a detail model and a pack with a coarse encoder give. */
export function withDetail(frame: FaceFrame): FaceFrame {
  for (let index = 0; index < frame.wrinkles.length; index++) {
    frame.wrinkles[index] = (index + 1) / 16;
  }
  frame.wrinkleTime = 12_400;
  frame.flame = {
    expression: Float32Array.from({ length: 50 }, (_, index) => index / 32 - 1),
    pose: Float32Array.of(0.5, 0.25, 0.125, 0.375, -0.25, 0.0625),
    camera: new Float32Array(3),
    light: new Float32Array(27),
  };
  return frame;
}
