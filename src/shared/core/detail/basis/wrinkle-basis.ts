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

/** No wrinkle is deeper or higher at any expression, metres. */
export const LARGEST_WRINKLE = 0.004;

/**
 * Makes a basis safe to show: numbers that are not finite become 0, and a texel that some expression would move by more
 * than a wrinkle can be deep is weakened in all maps.
 * @param maps Float32Array [17 × texels]; changed in place.
 */
export function boundWrinkleBasis(maps: Float32Array): void {
  const texels = maps.length / BASIS_MAP_COUNT;
  const lowest = new Float32Array(texels);
  const highest = new Float32Array(texels);
  // Map by map: memory is read several times as fast in its order.
  for (let start = 0; start < maps.length; start += texels) {
    for (let texel = 0; texel < texels; texel++) {
      const value = maps[start + texel] ?? 0;
      if (!Number.isFinite(value)) {
        maps[start + texel] = 0;
      } else if (start === 0) {
        lowest[texel] = value;
        highest[texel] = value;
      } else if (value < 0) {
        lowest[texel] = (lowest[texel] ?? 0) + value;
      } else if (value > 0) {
        highest[texel] = (highest[texel] ?? 0) + value;
      }
    }
  }
  for (let texel = 0; texel < texels; texel++) {
    const farthest = Math.max(-(lowest[texel] ?? 0), highest[texel] ?? 0);
    for (let at = texel; farthest > LARGEST_WRINKLE && at < maps.length; at += texels) {
      maps[at] = (maps[at] ?? 0) * (LARGEST_WRINKLE / farthest);
    }
  }
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
