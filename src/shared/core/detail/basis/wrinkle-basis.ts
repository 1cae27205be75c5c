import { WRINKLE_ACTIVATION_COUNT } from './wrinkle-activations.ts';

/** Maps of a basis: the face at rest, then one for each activation. */
export const BASIS_MAP_COUNT = WRINKLE_ACTIVATION_COUNT + 1;

/**
 * A person's wrinkles, B₀ and the B_k: what shows at rest, and what each activation adds. This is the open pack's detail
 * code, its maps one after the other.
 */
export interface WrinkleBasis {
  /** Texels along a side. */
  readonly size: number;
  /** Metres along the normal, Float32Array [17 × size × size], rows from v = 1 downwards. */
  readonly maps: Float32Array;
}

/**
 * Writes the displacement of an expression: D = B₀ + Σ a_k B_k.
 * @param activations of evaluateWrinkleActivations, Float32Array [16].
 * @param target metres, Float32Array [size × size].
 */
export function evaluateWrinkleBasis(
  { size, maps }: WrinkleBasis,
  activations: Float32Array,
  target: Float32Array,
): void {
  const texels = size * size;
  target.set(maps.subarray(0, texels));
  for (let k = 0; k < WRINKLE_ACTIVATION_COUNT; k++) {
    const activation = activations[k] ?? 0;
    if (activation === 0) {
      continue;
    }
    const start = (k + 1) * texels;
    for (let texel = 0; texel < texels; texel++) {
      target[texel] = (target[texel] ?? 0) + activation * (maps[start + texel] ?? 0);
    }
  }
}
