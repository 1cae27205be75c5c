import type { PosableFace } from '../../src/shared/core/face/posable-face.ts';
import type { HeadView } from './head-picture.ts';
import { nearestSurfacePoint, type SurfacePoint } from './nearest-surface-point.ts';
import { robustMean, type WeightedPoint } from './robust-mean.ts';

/** What one view says of one landmark. */
export interface LandmarkHit extends WeightedPoint {
  readonly view: HeadView;
  /** What is seen around it. */
  readonly triangles: readonly number[];
}

/** A landmark on the surface. */
export interface PlacedLandmark extends SurfacePoint {
  /** Median distance of the hits that were counted from their mean, metres. */
  readonly residual: number;
}

/** With fewer hits nothing is placed. */
export const FEWEST_HITS = 3;

/** Views turned by less than this, radians, show the whole face. */
const FRONTAL = 0.22;
/** Cosine below which skin is seen too much from the side: there the tracker guesses, and every pixel is a long way. */
const SMALLEST_FACING = 0.35;
/** Rounds of deciding which views show the landmark; the choice no longer changes after two or three. */
const ROUNDS = 4;

/**
 * Puts a landmark where the views that can see it agree. Which these are follows from where it is: the first guess comes
 * from the front, where all of the face is seen, if partly from the side.
 *
 * @param normals of the identity at rest, Float32Array [vertices × 3].
 * @returns undefined when too few views show it.
 */
export function placeLandmark(
  face: PosableFace,
  normals: Float32Array,
  hits: readonly LandmarkHit[],
): PlacedLandmark | undefined {
  let seen = hits.filter(({ view }) => Math.abs(view.yaw) < FRONTAL);
  let placed: PlacedLandmark | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (seen.length < FEWEST_HITS) {
      return placed;
    }
    const mean = robustMean(seen);
    const candidates = new Set(seen.flatMap(({ triangles }) => triangles));
    const nearest = nearestSurfacePoint(mean, face.neutral, face.model.triangles, candidates);
    if (nearest === undefined) {
      return placed;
    }
    placed = { ...nearest, residual: medianDistance(seen, mean) };
    const normal = normalAt(nearest, face.model.triangles, normals);
    seen = hits.filter(({ view }) => facing(normal, view) >= SMALLEST_FACING);
  }
  return placed;
}

function normalAt(
  { triangle, barycentrics }: SurfacePoint,
  triangles: Uint32Array,
  normals: Float32Array,
): number[] {
  return [0, 1, 2].map((axis) =>
    barycentrics.reduce(
      (sum, weight, corner) =>
        sum + weight * (normals[(triangles[triangle * 3 + corner] ?? 0) * 3 + axis] ?? 0),
      0,
    ),
  );
}

/** Cosine between a normal of the head at rest and the way to the camera. */
function facing([x = 0, y = 0, z = 0]: readonly number[], { yaw, pitch }: HeadView): number {
  return Math.cos(yaw) * (y * Math.sin(pitch) + z * Math.cos(pitch)) - x * Math.sin(yaw);
}

function medianDistance(points: readonly WeightedPoint[], centre: readonly number[]): number {
  const distances = points
    .map(({ point }) => Math.hypot(...point.map((value, axis) => value - (centre[axis] ?? 0))))
    .sort((first, second) => first - second);
  return distances[Math.floor(distances.length / 2)] ?? Number.NaN;
}
