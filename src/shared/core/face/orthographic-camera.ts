/**
 * DECA's camera: a scaled orthographic view of a square face crop (DECA paper, section 3). No perspective and no
 * focal length, so the distance to the camera is not known.
 * `[scale, translationX, translationY]`, translations in metres, added before scaling.
 */
export type OrthographicCamera = ArrayLike<number>;

/**
 * Projects points into the crop: x' = s (x + tx), y' = −s (y + ty), z' = −s z.
 * In: metres, +y up, +z out of the face. Out: [−1, 1] over the crop, x' to the picture's right, y' down, z' growing
 * away from the camera.
 * @param points Float32Array [n × 3]; may be `target` itself.
 */
export function projectOrthographic(
  camera: OrthographicCamera,
  points: Float32Array,
  target: Float32Array,
): void {
  const scale = camera[0] ?? 0;
  const translationX = camera[1] ?? 0;
  const translationY = camera[2] ?? 0;
  for (let i = 0; i + 2 < points.length; i += 3) {
    target[i] = scale * ((points[i] ?? 0) + translationX);
    target[i + 1] = -scale * ((points[i + 1] ?? 0) + translationY);
    target[i + 2] = -scale * (points[i + 2] ?? 0);
  }
}
