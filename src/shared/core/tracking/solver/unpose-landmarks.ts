import type { HeadPoseFit } from './head-pose-fit.ts';
import { LANDMARK_NUMBERS } from './landmark-basis.ts';
import type { PicturePoints } from './picture-points.ts';

/**
 * Takes landmarks from the picture back to the head frame. Along the line of sight a picture tells nothing, so each
 * landmark is put as deep as the shape has it; across it, it is where it was seen.
 *
 * @param shape Float64Array [478 × 3], centimetres in the head frame.
 * @param target Float64Array [478 × 3], centimetres in the head frame, overwritten.
 */
export function unposeLandmarks(
  { points, focal }: PicturePoints,
  { rotation, translation }: HeadPoseFit,
  shape: Float64Array,
  target: Float64Array,
): void {
  const ax = rotation[0] ?? 1;
  const ay = rotation[1] ?? 0;
  const az = rotation[2] ?? 0;
  const bx = rotation[3] ?? 0;
  const by = rotation[4] ?? 1;
  const bz = rotation[5] ?? 0;
  const cx = rotation[6] ?? 0;
  const cy = rotation[7] ?? 0;
  const cz = rotation[8] ?? 1;
  const tx = translation[0] ?? 0;
  const ty = translation[1] ?? 0;
  const tz = translation[2] ?? 0;
  for (let i = 0; i < LANDMARK_NUMBERS; i += 3) {
    const z = az * (shape[i] ?? 0) + bz * (shape[i + 1] ?? 0) + cz * (shape[i + 2] ?? 0);
    const perPixel = -(z + tz) / focal;
    const x = (points[i] ?? 0) * perPixel - tx;
    const y = (points[i + 1] ?? 0) * perPixel - ty;
    target[i] = ax * x + ay * y + az * z;
    target[i + 1] = bx * x + by * y + bz * z;
    target[i + 2] = cx * x + cy * y + cz * z;
  }
}
