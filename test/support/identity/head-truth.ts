import { readFileSync } from 'node:fs';
import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import { nearestSurfacePoint } from '../../../tools/landmark-embedding/nearest-surface-point.ts';
import { sharedPath } from '../shared-data.ts';
import { alignedDistances, type Point, similarityTo } from './align-points.ts';

/** Landmarks of the mesh: those of the irises are no skin. */
const MESH_LANDMARKS = 468;
const CENTIMETRES = 100;
/** Rounds of finding the nearest surface and turning to it. */
const ROUNDS = 4;
/** Centimetres round a landmark within which the nearest triangle lies. */
const NEIGHBOURHOOD = 1.5;

/** A rendered head whose shape is known. */
export interface HeadTruth {
  /** Which of the 478 landmarks are known. */
  readonly landmarks: readonly number[];
  /** Where they lie on the skin, and where the average head has them, centimetres. */
  readonly points: readonly Point[];
  readonly averagePoints: readonly Point[];
}

/** @param name `A`, `B` or `E`. */
export function readHeadTruth(name: string): HeadTruth {
  const file: {
    readonly points: readonly Point[];
    readonly average_points: readonly Point[];
    readonly valid: readonly boolean[];
  } = JSON.parse(readFileSync(sharedPath(`data/dev/truth/neutral_${name}.json`), 'utf8'));
  const landmarks = file.valid.flatMap((isValid, index) =>
    isValid && index < MESH_LANDMARKS ? [index] : [],
  );
  return {
    landmarks,
    points: landmarks.map((index) => file.points[index] ?? []),
    averagePoints: landmarks.map((index) => file.average_points[index] ?? []),
  };
}

/** Mean distance of landmarks from the truth, millimetres, after the best similarity. */
export function landmarkError(points: ArrayLike<number>, { landmarks, points: truth }: HeadTruth): number {
  return mean(alignedDistances(pick(points, landmarks), truth)) * 10;
}

/** The same of the average head's twins of the true points. */
export function averageError({ points, averagePoints }: HeadTruth): number {
  return mean(alignedDistances(averagePoints, points)) * 10;
}

/**
 * Mean distance of the true points from a head's surface, millimetres, after the best similarity: what is left when it
 * does not matter that landmarks slide along the skin.
 * @param points the head's landmarks, [478 × 3], centimetres, where to begin.
 */
export function surfaceError(
  { template, triangles }: FaceModel,
  points: ArrayLike<number>,
  { landmarks, points: truth }: HeadTruth,
): number {
  const vertices = template.map((value) => value * CENTIMETRES);
  const starts = pick(points, landmarks);
  const near = starts.map((start) => trianglesNear(start, vertices, triangles));
  let targets = starts;
  let distances: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const similarity = similarityTo(truth, targets);
    const placed = truth.map(similarity);
    const found = placed.map((point, i) => nearestSurfacePoint(point, vertices, triangles, near[i] ?? []));
    targets = found.map((surface, i) => {
      const corners =
        surface === undefined ? [] : [0, 1, 2].map((c) => (triangles[surface.triangle * 3 + c] ?? 0) * 3);
      return surface === undefined
        ? (placed[i] ?? [])
        : [0, 1, 2].map((axis) =>
            corners.reduce(
              (sum, corner, c) => sum + (surface.barycentrics[c] ?? 0) * (vertices[corner + axis] ?? 0),
              0,
            ),
          );
    });
    distances = found.map((surface) => surface?.distance ?? 0);
  }
  return mean(distances) * 10;
}

/** Root mean square of the distance of two heads' landmarks, millimetres, after the best similarity. */
export function differenceOf(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const all = Array.from({ length: MESH_LANDMARKS }, (_, index) => index);
  const distances = alignedDistances(pick(first, all), pick(second, all));
  return Math.sqrt(mean(distances.map((distance) => distance * distance))) * 10;
}

function pick(points: ArrayLike<number>, landmarks: readonly number[]): Point[] {
  return landmarks.map((index) => [0, 1, 2].map((axis) => points[index * 3 + axis] ?? 0));
}

function trianglesNear(point: Point, vertices: Float32Array, triangles: Uint32Array): number[] {
  const near: number[] = [];
  for (let triangle = 0; triangle < triangles.length / 3; triangle += 1) {
    const corner = (triangles[triangle * 3] ?? 0) * 3;
    const distance = Math.hypot(
      (vertices[corner] ?? 0) - (point[0] ?? 0),
      (vertices[corner + 1] ?? 0) - (point[1] ?? 0),
      (vertices[corner + 2] ?? 0) - (point[2] ?? 0),
    );
    if (distance < NEIGHBOURHOOD) {
      near.push(triangle);
    }
  }
  return near;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
