/** Radii of the two means whose difference is the band, texels of a map 256 wide: folds 2 to 12 mm wide on FLAME. */
const FINE = 1;
const COARSE = 6;
const REFERENCE_SIZE = 256;

/** Takes from a relief what is wide enough to be a fold and narrow enough not to be the shape of the face. */
export class ReliefBand {
  /** The latest result, Float32Array [size × size], in the relief's unit. */
  readonly values: Float32Array;
  readonly #size: number;
  readonly #smooth: Float32Array;
  readonly #row: Float32Array;

  /** @param size texels along a side. */
  constructor(size: number) {
    this.values = new Float32Array(size * size);
    this.#size = size;
    this.#smooth = new Float32Array(size * size);
    this.#row = new Float32Array(size);
  }

  /** @param relief Float32Array [size × size]; read only. */
  update(relief: Float32Array): void {
    const scale = this.#size / REFERENCE_SIZE;
    this.#average(relief, Math.max(1, Math.round(FINE * scale)), this.values);
    this.#average(relief, Math.max(2, Math.round(COARSE * scale)), this.#smooth);
    for (let i = 0; i < this.values.length; i++) {
      this.values[i] = (this.values[i] ?? 0) - (this.#smooth[i] ?? 0);
    }
  }

  /** Means over squares of side 2 · radius + 1, cut off at the map's edge. */
  #average(source: Float32Array, radius: number, target: Float32Array): void {
    const size = this.#size;
    for (let line = 0; line < size; line++) {
      this.#averageLine(source, line * size, 1, radius, target);
    }
    for (let line = 0; line < size; line++) {
      this.#averageLine(target, line, size, radius, target);
    }
  }

  #averageLine(
    source: Float32Array,
    start: number,
    stride: number,
    radius: number,
    target: Float32Array,
  ): void {
    const size = this.#size;
    const row = this.#row;
    for (let i = 0; i < size; i++) {
      row[i] = source[start + i * stride] ?? 0;
    }
    let sum = 0;
    for (let i = 0; i < Math.min(radius, size); i++) {
      sum += row[i] ?? 0;
    }
    for (let i = 0; i < size; i++) {
      if (i + radius < size) {
        sum += row[i + radius] ?? 0;
      }
      if (i - radius - 1 >= 0) {
        sum -= row[i - radius - 1] ?? 0;
      }
      const count = Math.min(i + radius, size - 1) - Math.max(i - radius, 0) + 1;
      target[start + i * stride] = sum / count;
    }
  }
}
