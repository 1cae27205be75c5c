/** The light on a face, no finer than a webcam's picture tells it. */
export interface FaceLight {
  /** Unit vector towards the light: +x the picture's right, +y up, +z the camera. Float32Array [3]. */
  readonly direction: Float32Array;
  /** Share of the light that comes from there, 0..1; the rest comes from everywhere. */
  share: number;
}

/** Light from the camera's side, a little from above. */
export function createFaceLight(): FaceLight {
  return { direction: Float32Array.of(0, 0.4, 0.917), share: 0.4 };
}
