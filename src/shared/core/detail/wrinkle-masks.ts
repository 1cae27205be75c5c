import type { FaceModel } from '../face/face-model.ts';
import { evaluateLandmarks } from '../face/landmark-set.ts';
import { FAN68_COUNT, FAN68_SETS } from '../face/landmarks-fan68.ts';
import { WRINKLE_REGIONS, type WrinkleRegion } from '../face/wrinkle-regions.ts';
import { gatherUvMap } from './uv-map.ts';
import { createUvTable } from './uv-table.ts';
import { type Point, wrinklePaths } from './wrinkle-paths.ts';

/** Where in the UV square a region's wrinkles are looked for. */
export interface WrinkleMask {
  /** Texels that belong to it, Uint32Array. */
  readonly texels: Uint32Array;
  /** How strongly each does, Float32Array of as many, summing to 1. */
  readonly weights: Float32Array;
  /** Whether its folds run from side to side, so that those that run down, as a frown's do, are not its own. */
  readonly runsAcross: boolean;
}

/** Frown lines reach up into this region. */
const RUNS_ACROSS: WrinkleRegion = 'forehead';

/** Texels that belong to a region by less than this are left out. */
const LEAST = 0.05;

/**
 * The wrinkle regions of a face model in its UV square, `WRINKLE_REGIONS` order: the model's own masks where it has them,
 * or else what lies about its 68 landmarks.
 * @param size texels along a side.
 * @returns undefined for a model with neither, or with masks of another size.
 */
export function createWrinkleMasks(model: FaceModel, size: number): readonly WrinkleMask[] | undefined {
  return ownMasks(model, size) ?? landmarkMasks(model, size);
}

function ownMasks(model: FaceModel, size: number): readonly WrinkleMask[] | undefined {
  const masks = WRINKLE_REGIONS.map((region) => model.regionMasks[region]);
  return masks.every((mask) => mask?.size === size)
    ? masks.map((mask, index) => compact(mask?.values ?? new Uint8Array(0), 255, WRINKLE_REGIONS[index]))
    : undefined;
}

/** A region is a bell about the path of its landmarks on the face at rest. */
function landmarkMasks(model: FaceModel, size: number): readonly WrinkleMask[] | undefined {
  const set = model.landmarks[FAN68_SETS.fixed];
  if (set?.pointCount !== FAN68_COUNT) {
    return undefined;
  }
  const landmarks = new Float32Array(FAN68_COUNT * 3);
  evaluateLandmarks(set, 0, model.triangles, model.template, landmarks);
  const paths = wrinklePaths(landmarks);
  const table = createUvTable(model, size, 'exact');
  const positions = new Float32Array(size * size * 3);
  gatherUvMap(table, model.template, positions);
  return WRINKLE_REGIONS.map((region: WrinkleRegion) => {
    const { points, radius } = paths[region];
    const values = new Float32Array(size * size);
    for (const texel of table.texels) {
      const place = [positions[texel * 3], positions[texel * 3 + 1], positions[texel * 3 + 2]];
      values[texel] = Math.exp(-((distanceToPath(place.map(Number), points) / radius) ** 2));
    }
    return compact(values, 1, region);
  });
}

/** @param whole what stands for all of a texel's belonging. */
function compact(
  values: Float32Array | Uint8Array,
  whole: number,
  region: WrinkleRegion | undefined,
): WrinkleMask {
  const kept: number[] = [];
  let total = 0;
  for (let texel = 0; texel < values.length; texel++) {
    const value = values[texel] ?? 0;
    if (value >= LEAST * whole) {
      kept.push(texel);
      total += value;
    }
  }
  const texels = Uint32Array.from(kept);
  const weights = new Float32Array(texels.length);
  for (let i = 0; i < texels.length; i++) {
    weights[i] = (values[texels[i] ?? 0] ?? 0) / total;
  }
  return { texels, weights, runsAcross: region === RUNS_ACROSS };
}

function distanceToPath(place: Point, points: readonly Point[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [index, start] of points.entries()) {
    nearest = Math.min(nearest, distanceToSegment(place, start, points[index + 1] ?? start));
  }
  return nearest;
}

function distanceToSegment(place: Point, start: Point, end: Point): number {
  let along = 0;
  let squaredLength = 0;
  for (let axis = 0; axis < 3; axis++) {
    const side = (end[axis] ?? 0) - (start[axis] ?? 0);
    along += side * ((place[axis] ?? 0) - (start[axis] ?? 0));
    squaredLength += side * side;
  }
  const share = squaredLength > 0 ? Math.min(Math.max(along / squaredLength, 0), 1) : 0;
  let squaredDistance = 0;
  for (let axis = 0; axis < 3; axis++) {
    const from = start[axis] ?? 0;
    squaredDistance += ((place[axis] ?? 0) - from - share * ((end[axis] ?? 0) - from)) ** 2;
  }
  return Math.sqrt(squaredDistance);
}
