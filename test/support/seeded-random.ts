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
