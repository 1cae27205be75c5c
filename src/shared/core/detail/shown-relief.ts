import type { RegionMask } from '../face/face-model.ts';

/**
 * Leaves of a decoder's relief what shows: nothing where the mask is 0, such as on eyeballs and scalp, and adds the
 * model's fixed displacement (DECA's displacement2normal).
 * @param displacement metres, Float32Array [size × size]; overwritten.
 * @param fixed metres, as long; undefined for a model without one.
 */
export function showRelief(
  displacement: Float32Array,
  mask: RegionMask,
  fixed: Float32Array | undefined,
): void {
  for (let i = 0; i < displacement.length; i++) {
    displacement[i] = ((mask.values[i] ?? 0) / 255) * (displacement[i] ?? 0) + (fixed?.[i] ?? 0);
  }
}
