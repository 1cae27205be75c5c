/**
 * Which of the 478 face landmarks each regional output of the attention mesh model refines. The model gives the
 * whole mesh coarsely (468 points with depth) and, from crops of its own, the lips, the eyes and the irises more
 * exactly, but flat. Source of the index lists: the LandmarksRefinementCalculator options inside the wasm of
 * @mediapipe/face_mesh.
 *
 * LEFT AND RIGHT HERE ARE THE PICTURE'S, as in the model's own names: its left eye (point 33, iris 468) is the
 * subject's right eye.
 */

/** Points of the coarse mesh; the irises follow as 468..472 and 473..477. */
export const MESH_POINTS = 468;

/** Points of one iris: its centre, then four on its rim. */
export const IRIS_POINTS = 5;

const LIPS: readonly number[] = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178,
  87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77, 90, 180, 85, 16, 315, 404,
  320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292,
  183, 42, 41, 38, 12, 268, 271, 272, 407,
];

const LEFT_EYE: readonly number[] = [
  33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24, 23, 22, 26,
  112, 243, 247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222,
  221, 189, 35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107,
  55, 193,
];

const RIGHT_EYE: readonly number[] = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339, 254, 253,
  252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342,
  445, 444, 443, 442, 441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465,
  383, 300, 293, 334, 296, 336, 285, 417,
];

/** Points of each eye list that lie on the rim of the lids; their mean depth stands for the iris's. */
const EYE_RIM_POINTS = 16;

/**
 * The regional outputs `[1, 1, 1, 2 * points.length]` (x and y of each point, in input pixels) in the order in
 * which they are joined behind the mesh. No two lists share a point.
 */
export const REFINED_REGIONS = [
  { output: 'output_lips', points: LIPS },
  { output: 'output_left_eye', points: LEFT_EYE },
  { output: 'output_right_eye', points: RIGHT_EYE },
  { output: 'output_left_iris', points: irisPoints(0) },
  { output: 'output_right_iris', points: irisPoints(1) },
] as const;

/** Mesh points whose mean z becomes the z of all five points of an iris: the left one's, the right one's. */
export const IRIS_DEPTH_POINTS = [
  LEFT_EYE.slice(0, EYE_RIM_POINTS),
  RIGHT_EYE.slice(0, EYE_RIM_POINTS),
] as const;

function irisPoints(iris: number): readonly number[] {
  return Array.from({ length: IRIS_POINTS }, (_, point) => MESH_POINTS + IRIS_POINTS * iris + point);
}
