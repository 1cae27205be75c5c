import { FACE_CROP_SIZE } from '../../../shared/core/tracking/face-crop.ts';

/**
 * A face crop as encoders take it: Float32Array [3 × 224 × 224], planes of red, green and blue, 0..1.
 * @param pixels Uint8Array [224 × 224 × 3].
 */
export function facePlanes(pixels: Uint8Array): Float32Array {
  const plane = FACE_CROP_SIZE * FACE_CROP_SIZE;
  const planes = new Float32Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++) {
    planes[pixel] = (pixels[pixel * 3] ?? 0) / 255;
    planes[plane + pixel] = (pixels[pixel * 3 + 1] ?? 0) / 255;
    planes[2 * plane + pixel] = (pixels[pixel * 3 + 2] ?? 0) / 255;
  }
  return planes;
}
