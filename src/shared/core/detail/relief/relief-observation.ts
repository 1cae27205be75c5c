/** Texels along a side of what is seen of the skin's relief. */
export const RELIEF_SIZE = 256;

/** Logarithm of brightness that the largest value of `shading` stands for. */
export const SHADING_RANGE = 0.5;

/**
 * How the skin is shaded in one picture, laid on the face model's UV square with everything coarser than a fold taken
 * out: what folds make of the light, and freckles and hair with it. Rows from v = 1 downwards.
 */
export interface ReliefObservation {
  /**
   * Natural logarithm of the linear brightness less its local mean, `SHADING_RANGE` at 127, Int8Array [256 × 256]; 0 where
   * the weight is 0.
   */
  readonly shading: Int8Array;
  /** How well each texel is seen, 0 not at all, 255 as well as can be, Uint8Array [256 × 256]. */
  readonly weight: Uint8Array;
}

/** An observation of which nothing is seen. @param size texels along an edge. */
export function createReliefObservation(size = RELIEF_SIZE): ReliefObservation {
  return { shading: new Int8Array(size * size), weight: new Uint8Array(size * size) };
}
