import type { LandmarkSet } from '../../../src/shared/core/face/landmark-set.ts';
import { at, distance, type Point2, type Vector } from '../geometry/vector.ts';
import type { Head } from '../mesh/head.ts';
import type { Triangle } from '../mesh/strip.ts';
import { toPlane } from '../surface/domain-sphere.ts';
import { FACE_LANDMARKS, readMeasuredPoints } from '../surface/neutral-face.ts';

/** Landmarks of MediaPipe's face mesh, the irises included. */
const LANDMARKS = 478;

/**
 * Where MediaPipe's landmarks lie on the head by its making: each on the triangle under its direction, the irises' on
 * the eyeballs' nearest vertices.
 */
export function embedLandmarks(
  head: Head,
  neutral: readonly Vector[],
  triangles: readonly Triangle[],
): LandmarkSet {
  const planeOf = (vertex: number): Point2 | undefined => {
    const own = vertex < head.half.vertexCount ? vertex : at(head.mirror, vertex);
    const point = head.layout.plane[own];
    return point === undefined ? undefined : [own === vertex ? point[0] : -point[0], point[1]];
  };
  const indices = new Uint32Array(LANDMARKS);
  const barycentrics = new Float32Array(LANDMARKS * 3);
  const flat = triangles.map((triangle) => triangle.map(planeOf));
  head.handles.directions.slice(0, FACE_LANDMARKS).forEach((direction, landmark) => {
    const { index, weights } = triangleUnder(toPlane(direction), flat);
    indices[landmark] = index;
    barycentrics.set(weights, landmark * 3);
  });
  readMeasuredPoints()
    .slice(FACE_LANDMARKS)
    .forEach((iris, i) => {
      const { triangle, corner } = nearestCorner(head, iris, neutral, triangles);
      indices[FACE_LANDMARKS + i] = triangle;
      barycentrics[(FACE_LANDMARKS + i) * 3 + corner] = 1;
    });
  return { rowCount: 1, pointCount: LANDMARKS, triangles: indices, barycentrics };
}

/** The triangle that holds a point of the unrolled plane best, and the weights of its corners there. */
function triangleUnder([x, y]: Point2, triangles: readonly (readonly (Point2 | undefined)[])[]) {
  let best = { least: Number.NEGATIVE_INFINITY, index: 0, weights: [1, 0, 0] };
  triangles.forEach(([a, b, c], index) => {
    if (a === undefined || b === undefined || c === undefined || Math.hypot(a[0] - x, a[1] - y) > 3) {
      return;
    }
    const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    const second = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area;
    const third = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area;
    const weights = [1 - second - third, second, third];
    const least = Math.min(...weights);
    if (least > best.least) {
      best = { least, index, weights };
    }
  });
  const clipped = best.weights.map((weight) => Math.max(weight, 0));
  const total = clipped.reduce((sum, weight) => sum + weight, 0);
  return { index: best.index, weights: clipped.map((weight) => weight / total) };
}

function nearestCorner(
  head: Head,
  point: Vector,
  neutral: readonly Vector[],
  triangles: readonly Triangle[],
) {
  const eyeballs = head.half.rows.eyeball.flatMap((vertex) => [vertex, at(head.mirror, vertex)]);
  const nearest = eyeballs.reduce((best, vertex) =>
    distance(at(neutral, vertex), point) < distance(at(neutral, best), point) ? vertex : best,
  );
  const triangle = triangles.findIndex((corners) => corners.includes(nearest));
  return { triangle, corner: at(triangles, triangle).indexOf(nearest) };
}
