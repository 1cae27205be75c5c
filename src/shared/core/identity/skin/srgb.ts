/** Steps of the table back to sRGB: fine enough that its darkest levels differ by less than one. */
const STEPS = 4096;

/** Linear light 0..1 of each sRGB level, Float32Array [256] (IEC 61966-2-1). */
export function createLinearLevels(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

/** sRGB level, 0..255 and not rounded, of linear light 0..1 in even steps: for `encodeLevel`. */
export function createEncodedLevels(): Float32Array {
  return Float32Array.from({ length: STEPS + 1 }, (_, step) => {
    const linear = step / STEPS;
    return 255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055);
  });
}

/** The sRGB level of linear light; what is below 0 or above 1 becomes the lowest or highest level. */
export function encodeLevel(levels: Float32Array, linear: number): number {
  return levels[Math.min(Math.max(Math.round(linear * STEPS), 0), STEPS)] ?? 0;
}
