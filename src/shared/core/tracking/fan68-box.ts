import type { FaceBox } from './face-crop.ts';

/** MediaPipe's points along the jaw, from the subject's right ear over the chin to the left, and along both brows. */
const JAW_AND_BROWS = [
  127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454,
  356, 70, 63, 105, 66, 107, 336, 296, 334, 293, 300,
];

/**
 * How far the box of FAN's 68 landmarks lies from the box of those points, as shares of the latter's mean extent:
 * positive is right and down. Fitted by `tools/fan68-box` on pictures of three rendered heads with known landmarks;
 * docs/deca.md tells what remains. The two sides are the same by symmetry.
 */
const OFFSETS = { left: 0.0144, top: -0.0254, right: -0.0144, bottom: 0.0356 };

/**
 * The box that FAN's 68 landmarks would have, from MediaPipe's 478: DECA's crop is made around it. MediaPipe's own
 * extent would not do, for it holds the forehead, and FAN's ends at the brows.
 *
 * @param landmarks x and y as fractions of the picture, Float32Array [478 × 3] (FaceObservation).
 * @returns in pixels, whose centres lie on whole numbers.
 */
export function fan68Box(landmarks: Float32Array, imageWidth: number, imageHeight: number): FaceBox {
  const box = jawAndBrowBox(landmarks, imageWidth, imageHeight);
  const extent = (box.right - box.left + box.bottom - box.top) / 2;
  return {
    left: box.left + OFFSETS.left * extent,
    top: box.top + OFFSETS.top * extent,
    right: box.right + OFFSETS.right * extent,
    bottom: box.bottom + OFFSETS.bottom * extent,
  };
}

/** The box of MediaPipe's jaw and brows, in pixels: what the offsets of {@link fan68Box} are fitted to. */
export function jawAndBrowBox(landmarks: Float32Array, imageWidth: number, imageHeight: number): FaceBox {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const point of JAW_AND_BROWS) {
    // MediaPipe's 0 is the picture's edge, half a pixel before the first pixel's centre.
    const x = (landmarks[point * 3] ?? 0) * imageWidth - 0.5;
    const y = (landmarks[point * 3 + 1] ?? 0) * imageHeight - 0.5;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}
