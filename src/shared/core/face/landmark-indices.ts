/**
 * Where MediaPipe's 478 face landmarks lie: the ones Furrow names. Left and right are the subject's.
 * Source: MediaPipe's canonical face model and its face mesh connections; the irises follow the mesh, the right
 * eye's first (MediaPipe numbers them as the camera sees them).
 */

/** One eye: its corners, the middle of each lid's edge, and the iris centre. */
export interface EyeLandmarks {
  readonly outerCorner: number;
  readonly innerCorner: number;
  readonly upperLid: number;
  readonly lowerLid: number;
  readonly iris: number;
}

/** The subject's left eye. */
export const LEFT_EYE: EyeLandmarks = {
  outerCorner: 263,
  innerCorner: 362,
  upperLid: 386,
  lowerLid: 374,
  iris: 473,
};

/** The subject's right eye. */
export const RIGHT_EYE: EyeLandmarks = {
  outerCorner: 33,
  innerCorner: 133,
  upperLid: 159,
  lowerLid: 145,
  iris: 468,
};

/** Upper edge and lower edge of the brow's end at the nose. */
export const LEFT_INNER_BROW: readonly number[] = [336, 285];
export const RIGHT_INNER_BROW: readonly number[] = [107, 55];

/** Arch and tail of the brow, upper edge. */
export const LEFT_OUTER_BROW: readonly number[] = [334, 293, 300];
export const RIGHT_OUTER_BROW: readonly number[] = [105, 63, 70];

/** Root of the nose, between the eyes: moves with the skull alone. */
export const NASION = 168;

/** Where the nose meets the upper lip. */
export const SUBNASALE = 2;

/** Lowest point of the chin. */
export const CHIN = 152;

/** Corners of the mouth, the subject's left and right. */
export const LEFT_MOUTH_CORNER = 291;
export const RIGHT_MOUTH_CORNER = 61;

/** Inner edges of the lips in the middle: they touch when the mouth is closed. */
export const UPPER_LIP_INNER = 13;
export const LOWER_LIP_INNER = 14;

/** The face's outline, from the top of the forehead to the subject's left, where a camera sees depth least. */
export const FACE_OUTLINE: readonly number[] = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
