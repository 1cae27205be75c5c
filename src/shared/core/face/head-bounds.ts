import { headJointOf } from './model-pose.ts';
import type { PosableFace } from './posable-face.ts';

/** A box along the axes, each corner x, y, z in metres. */
export interface Bounds {
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
}

/** Bounds of the head at rest without neck and shoulders: of all vertices that mostly turn with the head's joint. */
export function headBoundsOf({ model, skin, neutral }: PosableFace): Bounds {
  const head = headJointOf(model);
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let vertex = 0; vertex + 1 < skin.firstWeight.length; vertex += 1) {
    let headShare = 0;
    for (let i = skin.firstWeight[vertex] ?? 0; i < (skin.firstWeight[vertex + 1] ?? 0); i += 1) {
      // Joints that hang on the head come after it.
      headShare += (skin.joints[i] ?? 0) >= head ? (skin.weights[i] ?? 0) : 0;
    }
    for (let axis = 0; headShare >= 0.5 && axis < 3; axis += 1) {
      const place = neutral[vertex * 3 + axis] ?? 0;
      low[axis] = Math.min(low[axis] ?? 0, place);
      high[axis] = Math.max(high[axis] ?? 0, place);
    }
  }
  return { low, high };
}
