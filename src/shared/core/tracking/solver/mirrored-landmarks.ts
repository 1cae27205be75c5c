/**
 * For each landmark, the one that lies where its mirror image would.
 * @param neutral [count × 3]: a symmetric face, its middle at x 0.
 */
export function mirroredLandmarks(neutral: Float32Array): Uint16Array {
  const count = neutral.length / 3;
  return Uint16Array.from({ length: count }, (_, landmark) => {
    let nearest = landmark;
    let least = Number.POSITIVE_INFINITY;
    for (let other = 0; other < count; other++) {
      const x = (neutral[landmark * 3] ?? 0) + (neutral[other * 3] ?? 0);
      const y = (neutral[landmark * 3 + 1] ?? 0) - (neutral[other * 3 + 1] ?? 0);
      const z = (neutral[landmark * 3 + 2] ?? 0) - (neutral[other * 3 + 2] ?? 0);
      const distance = x * x + y * y + z * z;
      if (distance < least) {
        least = distance;
        nearest = other;
      }
    }
    return nearest;
  });
}
