import { at, clamp, interpolate, smoothstep, subtract, type Vector } from '../geometry/vector.ts';
import { EYE_CENTRE } from '../parts/eyeball.ts';
import { LOWER_LID, UPPER_LID } from '../surface/landmark-lines.ts';
import type { Displacement, FaceFields } from './face-fields.ts';

/** Heights between which lid skin slides: the brow's underside and the upper cheek, cm. */
const BROW_HEIGHT = 1.6;
const CHEEK_HEIGHT = -1.7;

/**
 * Slides the lids of the left eye over the ball: the upper one travels `close` of the opening downwards, the lower
 * one `lift` upwards (negative: the eye opens wider). Each point keeps to its own circle about the ball.
 */
export function lidMotion({ rest, isSkull }: FaceFields, close: number, lift: number): Displacement {
  const edge = (line: readonly number[]) => {
    const points = line.map((landmark) => at(rest, landmark));
    return (x: number) =>
      interpolate(
        x,
        points.map((point) => point[0]),
        points.map((point) => point[1]),
      );
  };
  const upperEdge = edge(UPPER_LID);
  const lowerEdge = edge(LOWER_LID);
  const corners = new Set([at(UPPER_LID, 0), at(UPPER_LID, UPPER_LID.length - 1)]);
  return rest.map((point, handle): Vector => {
    const [x, y, z] = point;
    if (isSkull(handle) || z < -1.2) {
      return [0, 0, 0];
    }
    const upperY = upperEdge(x);
    const lowerY = lowerEdge(x);
    const opening = upperY - lowerY;
    const near = smoothstep(2.6, 1.25, Math.abs(x - EYE_CENTRE[0]));
    const isOnUpper = UPPER_LID.includes(handle);
    const isOnLower = LOWER_LID.includes(handle) && !corners.has(handle);
    const upper =
      (isOnUpper
        ? 1
        : y >= upperY - 0.02
          ? clamp((BROW_HEIGHT - y) / (BROW_HEIGHT - upperY), 0, 1) ** 1.25
          : 0) * near;
    const lower =
      (isOnLower
        ? 1
        : y <= lowerY + 0.02 && !corners.has(handle)
          ? clamp((y - CHEEK_HEIGHT) / (lowerY - CHEEK_HEIGHT), 0, 1) ** 1.6
          : 0) * near;
    const down = -upper * close * Math.max(opening - 0.02, 0) + lower * lift * Math.max(opening, 0);
    return alongBall(point, down, Math.max(upper, lower));
  });
}

function alongBall(point: Vector, down: number, share: number): Vector {
  const [, y, z] = subtract(point, EYE_CENTRE);
  const radius = Math.sqrt(Math.max(y * y + z * z, 0.01));
  const height = clamp(y + down, -0.98 * radius, 0.98 * radius);
  const depth = Math.sqrt(radius * radius - height * height);
  return [0, down, share > 0.02 && z > 0.2 ? 0.9 * (depth - z) * Math.min(share, 1) : 0];
}
