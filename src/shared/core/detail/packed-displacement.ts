/**
 * Metres that the largest int16 of a packed displacement stands for: a step is then 0.3 µm, and all that DECA's decoder
 * can give (tanh times 1 cm) fits in.
 */
export const PACKED_DISPLACEMENT_RANGE = 0.01;

const LARGEST_INT16 = 32_767;

/**
 * Writes a displacement in 16 bits.
 * @param displacement metres along the normal, Float32Array [size × size]; beyond the range it is cut off, NaN becomes 0.
 * @param target as long.
 */
export function packDisplacement(displacement: Float32Array, target: Int16Array): void {
  const scale = LARGEST_INT16 / PACKED_DISPLACEMENT_RANGE;
  for (let i = 0; i < target.length; i++) {
    const value = (displacement[i] ?? 0) * scale;
    target[i] = Math.min(Math.max(Math.round(value), -LARGEST_INT16), LARGEST_INT16);
  }
}

/** Turns back what packDisplacement has written. @param target metres, as long. */
export function unpackDisplacement(packed: Int16Array, target: Float32Array): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = ((packed[i] ?? 0) * PACKED_DISPLACEMENT_RANGE) / LARGEST_INT16;
  }
}
