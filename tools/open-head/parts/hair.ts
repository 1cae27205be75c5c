import { smoothstep, type Vector } from '../geometry/vector.ts';
import { scalp } from '../skin/skin-fields.ts';

/** How high combed hair stands at a neutral place of the left half, 0..1: highest over the forehead, close at the nape. */
export function hairHeightAt(point: Vector): number {
  const [x, y, z] = point;
  const crown = 0.35 + 0.65 * smoothstep(-4, 9, y);
  const front = 1 + 0.35 * smoothstep(-8, -2, z) * smoothstep(6, 9, y);
  const close = 1 - 0.55 * smoothstep(5.5, 7, x) * smoothstep(5, 1, y);
  return scalp([Math.abs(x), y, z]) * crown * front * close;
}
