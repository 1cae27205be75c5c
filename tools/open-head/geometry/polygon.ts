import { at, type Point2 } from './vector.ts';

/** Whether a point lies inside a closed polygon (even-odd rule). */
export function isInside([x, y]: Point2, polygon: readonly Point2[]): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i, i += 1) {
    const [ax, ay] = at(polygon, i);
    const [bx, by] = at(polygon, j);
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) {
      inside = !inside;
    }
  }
  return inside;
}

export function centroid(points: readonly Point2[]): Point2 {
  const sum = points.reduce(([sx, sy], [x, y]): Point2 => [sx + x, sy + y], [0, 0] as Point2);
  return [sum[0] / points.length, sum[1] / points.length];
}

export function mixPoints(a: Point2, b: Point2, t: number): Point2 {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}
