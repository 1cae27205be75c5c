/** The neck takes this share of the head's rotation and the head the rest, as necks do. */
export const NECK_SHARE = 0.4;
