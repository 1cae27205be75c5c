/**
 * Turn of the left eyeball at full weight of the eyeLook expressions, degrees: right-handed, up and down about x, in
 * and out about y. The shapes themselves only move the lids.
 */
export const GAZE_DEGREES = { eyeLookUp: -24, eyeLookDown: 28, eyeLookIn: -30, eyeLookOut: 30 } as const;
