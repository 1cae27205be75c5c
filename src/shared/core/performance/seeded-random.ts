/** Numbers 0 ≤ x < 1 that look random and are the same in every run: a 32-bit xorshift (Marsaglia 2003). */
export function seededRandom(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A normally distributed number from two uniform ones (Box and Muller 1958). */
export function gaussianRandom(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
