import { at, type Point2 } from '../geometry/vector.ts';

/** A square grey picture that strokes and dots are drawn on; values add up to at most 1. Row 0 at v = 1. */
export class StrokeMap {
  readonly values: Float32Array;

  constructor(readonly size: number) {
    this.values = new Float32Array(size * size);
  }

  /** A tapered hair through `points` (UV), `width` texels thick at its root. */
  drawHair(points: readonly Point2[], width: number, strength: number): void {
    const last = points.length - 1;
    for (let i = 0; i < last; i += 1) {
      const share = (t: number) => 1 - 0.75 * ((i + t) / last) ** 1.5;
      this.#drawSegment(at(points, i), at(points, i + 1), (t) => (width / 2) * share(t), strength);
    }
  }

  drawDot(point: Point2, radius: number, strength: number): void {
    this.#drawSegment(point, point, () => radius, strength);
  }

  #drawSegment(from: Point2, to: Point2, radiusAt: (t: number) => number, strength: number): void {
    const [ax, ay] = this.#texel(from);
    const [bx, by] = this.#texel(to);
    const reach = Math.max(radiusAt(0), radiusAt(1)) + 1;
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const lastColumn = Math.min(Math.ceil(Math.max(ax, bx) + reach), this.size - 1);
    const lastRow = Math.min(Math.ceil(Math.max(ay, by) + reach), this.size - 1);
    for (let row = Math.max(Math.floor(Math.min(ay, by) - reach), 0); row <= lastRow; row += 1) {
      for (
        let column = Math.max(Math.floor(Math.min(ax, bx) - reach), 0);
        column <= lastColumn;
        column += 1
      ) {
        const along = length2 === 0 ? 0 : ((column - ax) * (bx - ax) + (row - ay) * (by - ay)) / length2;
        const t = Math.min(Math.max(along, 0), 1);
        const distance = Math.hypot(column - ax - (bx - ax) * t, row - ay - (by - ay) * t);
        const cover = Math.min(Math.max(radiusAt(t) + 0.5 - distance, 0), 1) * strength;
        const texel = row * this.size + column;
        this.values[texel] = Math.max(this.values[texel] ?? 0, cover);
      }
    }
  }

  #texel([u, v]: Point2): Point2 {
    return [u * this.size - 0.5, (1 - v) * this.size - 0.5];
  }
}

/** Blurs a square map by three box passes, close to a bell of that width (texels). */
export function blurred(values: Float32Array, size: number, width: number): Float32Array {
  const radius = Math.max(Math.round(width * 0.95), 1);
  let map = values;
  for (let pass = 0; pass < 3; pass += 1) {
    map = blurLines(blurLines(map, size, radius, 1, size), size, radius, size, 1);
  }
  return map;
}

function blurLines(
  values: Float32Array,
  size: number,
  radius: number,
  step: number,
  lineStep: number,
): Float32Array {
  const out = new Float32Array(values.length);
  for (let line = 0; line < size; line += 1) {
    const start = line * lineStep;
    let sum = 0;
    const valueAt = (i: number) => values[start + Math.min(Math.max(i, 0), size - 1) * step] ?? 0;
    for (let i = -radius; i <= radius; i += 1) {
      sum += valueAt(i);
    }
    for (let i = 0; i < size; i += 1) {
      out[start + i * step] = sum / (2 * radius + 1);
      sum += valueAt(i + radius + 1) - valueAt(i - radius);
    }
  }
  return out;
}
