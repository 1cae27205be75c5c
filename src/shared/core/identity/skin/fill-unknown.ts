/** Numbers of a pyramid's level: a square map and how well each of its cells is known, 0..1. */
interface Level {
  readonly size: number;
  /** Float32Array [size × size × 3]. */
  readonly values: Float32Array;
  /** Float32Array [size × size]. */
  readonly known: Float32Array;
}

/**
 * Continues a square map smoothly into the cells that are not known: each takes what its surroundings have, from ever
 * further away the larger the hole (push–pull; Gortler and others, The Lumigraph, 1996, section 3.4).
 *
 * @param values Float32Array [size × size × 3]; unknown cells are overwritten, half-known ones mixed.
 * @param known 0..1, Float32Array [size × size].
 */
export function fillUnknown(values: Float32Array, known: Float32Array, size: number): void {
  pull({ size, values, known });
}

function pull(level: Level): void {
  if (level.size === 1) {
    return;
  }
  const coarse = push(level);
  pull(coarse);
  const { size, values, known } = level;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const cell = row * size + column;
      const share = Math.min(known[cell] ?? 0, 1);
      if (share < 1) {
        mixFrom(coarse, (column - 0.5) / 2, (row - 0.5) / 2, share, values, cell * 3);
      }
    }
  }
}

/** The level of half the size: means of four cells by how well they are known. */
function push({ size, values, known }: Level): Level {
  const half = Math.ceil(size / 2);
  const coarse = {
    size: half,
    values: new Float32Array(half * half * 3),
    known: new Float32Array(half * half),
  };
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const cell = row * size + column;
      const share = Math.min(known[cell] ?? 0, 1);
      const parent = (row >> 1) * half + (column >> 1);
      coarse.known[parent] = (coarse.known[parent] ?? 0) + share;
      for (let channel = 0; share > 0 && channel < 3; channel += 1) {
        const at = parent * 3 + channel;
        coarse.values[at] = (coarse.values[at] ?? 0) + share * (values[cell * 3 + channel] ?? 0);
      }
    }
  }
  for (let cell = 0; cell < coarse.known.length; cell += 1) {
    const total = coarse.known[cell] ?? 0;
    for (let channel = 0; total > 0 && channel < 3; channel += 1) {
      coarse.values[cell * 3 + channel] = (coarse.values[cell * 3 + channel] ?? 0) / total;
    }
  }
  return coarse;
}

/** Mixes a coarse map at (column, row), between its cells' middles, under `share` of what the target holds. */
function mixFrom(
  { size, values }: Level,
  column: number,
  row: number,
  share: number,
  target: Float32Array,
  at: number,
): void {
  const x = Math.min(Math.max(column, 0), size - 1);
  const y = Math.min(Math.max(row, 0), size - 1);
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(left + 1, size - 1);
  const bottom = Math.min(top + 1, size - 1);
  for (let channel = 0; channel < 3; channel += 1) {
    const upper =
      (values[(top * size + left) * 3 + channel] ?? 0) * (1 - x + left) +
      (values[(top * size + right) * 3 + channel] ?? 0) * (x - left);
    const lower =
      (values[(bottom * size + left) * 3 + channel] ?? 0) * (1 - x + left) +
      (values[(bottom * size + right) * 3 + channel] ?? 0) * (x - left);
    const around = upper * (1 - y + top) + lower * (y - top);
    const own = share > 0 ? (target[at + channel] ?? 0) : 0;
    target[at + channel] = share * own + (1 - share) * around;
  }
}
