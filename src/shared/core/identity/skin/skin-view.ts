import { type FaceModel, vertexCountOf } from '../../face/face-model.ts';

/** A picture of a person, and how the person's head stands in it. */
export interface SkinView {
  /** sRGB, row by row from the top, not mirrored, [height × width × 4]; alpha is not looked at. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  /**
   * The person's head with the picture's pose and expression (evaluate-face-model.ts, put where the head is) in the
   * camera's frame: +x to the picture's right, +y up, the camera at 0 looking along −z; Float32Array [vertices × 3],
   * metres.
   */
  readonly vertices: Float32Array;
  /** The camera's, from top to bottom, degrees. */
  readonly fieldOfView: number;
  /** How far the picture's pose and expression are to be believed, 0..1: a face at rest that keeps still is 1. */
  readonly quality: number;
}

/** @throws RangeError saying what does not fit together. */
export function checkSkinView(
  { pixels, width, height, vertices, fieldOfView, quality }: SkinView,
  model: FaceModel,
): void {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new RangeError(`a picture for the skin has ${width} × ${height} pixels`);
  }
  if (pixels.length !== width * height * 4) {
    throw new RangeError(
      `a picture of ${width} × ${height} pixels has ${width * height * 4} bytes of red, green, blue and alpha, not ${pixels.length}`,
    );
  }
  if (vertices.length !== model.template.length) {
    throw new RangeError(
      `the head in a picture has ${vertices.length / 3} vertices, the face model ${vertexCountOf(model)}`,
    );
  }
  if (!vertices.every(Number.isFinite)) {
    throw new RangeError('the head in a picture has vertices that are not finite: its pose was not found');
  }
  if (!(fieldOfView > 0 && fieldOfView < 180)) {
    throw new RangeError(`a field of view of ${fieldOfView} degrees: more than 0 and less than 180 expected`);
  }
  if (!(quality >= 0 && quality <= 1)) {
    throw new RangeError(`a picture's quality is ${quality}: 0 to 1 expected`);
  }
}
