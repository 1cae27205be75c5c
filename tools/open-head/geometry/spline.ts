import { at, type Point2 } from './vector.ts';

/** A smooth curve through points; `t` runs from 0 to 1 along its chord length. */
export type Curve = (t: number) => Point2;

/** A natural cubic spline through `points`, parametrised by chord length. */
export function curveThrough(points: readonly Point2[]): Curve {
  const lengths = [0];
  for (let i = 1; i < points.length; i += 1) {
    const [ax, ay] = at(points, i - 1);
    const [bx, by] = at(points, i);
    lengths.push(at(lengths, i - 1) + Math.hypot(bx - ax, by - ay));
  }
  const total = at(lengths, lengths.length - 1);
  const x = naturalSpline(
    lengths,
    points.map((point) => point[0]),
  );
  const y = naturalSpline(
    lengths,
    points.map((point) => point[1]),
  );
  return (t) => [x(t * total), y(t * total)];
}

/** A closed curve: the points are repeated on both sides, so that the seam is as smooth as the rest. */
export function closedCurveThrough(points: readonly Point2[]): Curve {
  const overlap = 4;
  const around = [...points.slice(-overlap), ...points, ...points.slice(0, overlap + 1)];
  const curve = curveThrough(around);
  const lengths = [0];
  for (let i = 1; i < around.length; i += 1) {
    const [ax, ay] = at(around, i - 1);
    const [bx, by] = at(around, i);
    lengths.push(at(lengths, i - 1) + Math.hypot(bx - ax, by - ay));
  }
  const total = at(lengths, lengths.length - 1);
  const start = at(lengths, overlap) / total;
  const end = at(lengths, overlap + points.length) / total;
  return (t) => curve(start + (end - start) * (t - Math.floor(t)));
}

/** The natural cubic spline of y over x (second derivative 0 at both ends), by the tridiagonal sweep. */
function naturalSpline(x: readonly number[], y: readonly number[]): (x: number) => number {
  const count = x.length;
  const second = new Array<number>(count).fill(0);
  const sweep = new Array<number>(count).fill(0);
  for (let i = 1; i < count - 1; i += 1) {
    const before = at(x, i) - at(x, i - 1);
    const after = at(x, i + 1) - at(x, i);
    const ratio = before / (before + after);
    const pivot = ratio * at(second, i - 1) + 2;
    const bend = (at(y, i + 1) - at(y, i)) / after - (at(y, i) - at(y, i - 1)) / before;
    second[i] = (ratio - 1) / pivot;
    sweep[i] = ((6 * bend) / (before + after) - ratio * at(sweep, i - 1)) / pivot;
  }
  for (let i = count - 2; i > 0; i -= 1) {
    second[i] = at(second, i) * at(second, i + 1) + at(sweep, i);
  }
  second[0] = 0;
  return (value) => {
    let i = 1;
    while (i < count - 1 && value > at(x, i)) {
      i += 1;
    }
    const width = at(x, i) - at(x, i - 1);
    const b = (value - at(x, i - 1)) / width;
    const a = 1 - b;
    const curvature = (a ** 3 - a) * at(second, i - 1) + (b ** 3 - b) * at(second, i);
    return a * at(y, i - 1) + b * at(y, i) + (curvature * width * width) / 6;
  };
}
