import { copyFaceFrame, createFaceFrame, type FaceFrame } from '../face/face-frame.ts';
import { slerpQuaternions } from '../face/rotation.ts';

/**
 * Resamples frames to a fixed rate, starting at the first one. Weights, angles and positions are interpolated
 * linearly, the head's rotation along the shorter arc; what cannot be in between (tracking state, wrinkle time, FLAME
 * parameters) is taken from the frame before. Frames must come in the order of their times; others are skipped.
 *
 * @param framesPerSecond rate of the result, above 0
 * @yields one object again and again, overwritten each time: `index` counts from 0, `time` keeps the source's clock
 */
export async function* resampleFrames(
  frames: AsyncIterable<FaceFrame> | Iterable<FaceFrame>,
  framesPerSecond: number,
): AsyncGenerator<FaceFrame, void, void> {
  const before = createFaceFrame();
  const target = createFaceFrame();
  let startTime: number | undefined;
  let index = 0;
  for await (const frame of frames) {
    if (startTime === undefined) {
      startTime = frame.time;
      copyFaceFrame(frame, before);
    }
    if (frame.time < before.time) {
      continue;
    }
    let time = startTime + (index * 1000) / framesPerSecond;
    for (; time <= frame.time; time = startTime + (index * 1000) / framesPerSecond) {
      const span = frame.time - before.time;
      interpolateFrames(before, frame, span > 0 ? (time - before.time) / span : 1, target);
      target.index = index;
      target.time = time;
      yield target;
      index += 1;
    }
    copyFaceFrame(frame, before);
  }
}

/**
 * Writes the frame a share of the way from one to another; `index` and `time` are left to the caller. At 1 it is
 * `to` exactly, at 0 `from`.
 */
export function interpolateFrames(from: FaceFrame, to: FaceFrame, share: number, target: FaceFrame): void {
  const base = share >= 1 ? to : from;
  copyFaceFrame(base, target);
  if (share <= 0 || share >= 1) {
    return;
  }
  target.confidence = from.confidence + (to.confidence - from.confidence) * share;
  slerpQuaternions(from.headRotation, to.headRotation, share, target.headRotation);
  mix(from.headTranslation, to.headTranslation, share, target.headTranslation);
  mix(from.gazeLeft, to.gazeLeft, share, target.gazeLeft);
  mix(from.gazeRight, to.gazeRight, share, target.gazeRight);
  mix(from.expression, to.expression, share, target.expression);
  mix(from.rawExpression, to.rawExpression, share, target.rawExpression);
  mix(from.wrinkles, to.wrinkles, share, target.wrinkles);
}

function mix(from: Float32Array, to: Float32Array, share: number, target: Float32Array): void {
  for (let i = 0; i < target.length; i++) {
    const start = from[i] ?? 0;
    target[i] = start + ((to[i] ?? 0) - start) * share;
  }
}
