/**
 * MediaPipe landmarks along the lines the head is built on. The left eye's run from the inner to the outer corner,
 * the lips' from the subject's right to the left.
 */
export const UPPER_LID: readonly number[] = [362, 398, 384, 385, 386, 387, 388, 466, 263];
export const LOWER_LID: readonly number[] = [362, 382, 381, 380, 374, 373, 390, 249, 263];
export const OUTER_UPPER_LIP: readonly number[] = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291];
export const OUTER_LOWER_LIP: readonly number[] = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291];
export const INNER_UPPER_LIP: readonly number[] = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308];
export const INNER_LOWER_LIP: readonly number[] = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308];
export const MOUTH_CORNERS: readonly number[] = [61, 291];
/** Landmarks between the outer and the inner corner of the mouth. */
export const INNER_CORNERS: readonly number[] = [78, 308, 62, 292, 76, 306];
/** Upper and lower edge of the left brow, from the nose outwards. */
export const BROW_UPPER_EDGE: readonly number[] = [336, 296, 334, 293, 300];
export const BROW_LOWER_EDGE: readonly number[] = [285, 295, 282, 283, 276];

/** The left brow; its height depends on the mood of the people measured. */
export const BROW: readonly number[] = [276, 283, 282, 295, 285, 300, 293, 334, 296, 336];
/** Skin below and beside the right corner of the mouth, where a slight smile leaves a pit. */
export const CORNER_PIT: readonly number[] = [57, 186, 43, 212, 202, 92];
