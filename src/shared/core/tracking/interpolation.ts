/** The value held between two bounds; NaN becomes the lower one. */
export function clamp(value: number, minimum: number, maximum: number): number {
  if (value > maximum) {
    return maximum;
  }
  // Not Math.max, which would pass NaN on.
  if (value >= minimum) {
    return value;
  }
  return minimum;
}

/** Where a value stands between two marks, 0..1, linear. `from` may be the larger. */
export function ramp(from: number, to: number, value: number): number {
  return clamp((value - from) / (to - from), 0, 1);
}

/** As `ramp`, but leaving and arriving at rest: 3t² − 2t³. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = ramp(from, to, value);
  return t * t * (3 - 2 * t);
}
