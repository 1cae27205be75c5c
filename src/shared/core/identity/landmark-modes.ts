import { type FaceModel, identityCountOf } from '../face/face-model.ts';
import type { IdentityMode } from '../face/identity-mode.ts';
import { evaluateLandmarks } from '../face/landmark-set.ts';
import { computeVertexNormals } from '../face/vertex-normals.ts';
import { LANDMARK_NUMBERS } from '../tracking/solver/landmark-basis.ts';
import { modelLandmarksOf } from './model-landmarks.ts';

const CENTIMETRES = 100;

/** MediaPipe's landmarks on a head, and how its identity modes move them. Centimetres in the head model's frame. */
export interface LandmarkModes {
  /** Which landmarks the head has; the others' numbers are 0. */
  readonly landmarks: Uint16Array;
  /** Of the average head at rest, Float64Array [478 × 3]. */
  readonly average: Float64Array;
  /** The average head's normals there, of unit length, Float64Array [478 × 3]. */
  readonly normals: Float64Array;
  /** What coefficient 1 adds, Float64Array [modes × 478 × 3]. */
  readonly displacements: Float64Array;
  /** Least and greatest coefficient of each mode. */
  readonly limits: readonly ModeLimits[];
}

/** Beyond these a head stops looking like a person. */
export type ModeLimits = Pick<IdentityMode, 'minimum' | 'maximum'>;

/** For modes of which nothing is known but that their unit is a standard deviation. */
const USUAL_LIMITS: ModeLimits = { minimum: -3, maximum: 3 };

/**
 * The landmarks of a head model.
 * @param limits of its modes in the order of its basis; without, three standard deviations to either side.
 * @throws RangeError when the model has no landmarks, or other modes.
 */
export function landmarkModesOf(model: FaceModel, limits?: readonly ModeLimits[]): LandmarkModes {
  const { set, landmarks } = modelLandmarksOf(model);
  const { template, triangles, identityBasis } = model;
  const modes = identityCountOf(model);
  const known = limits ?? new Array<ModeLimits>(modes).fill(USUAL_LIMITS);
  if (known.length !== modes) {
    throw new RangeError(`limits of ${known.length} modes for the ${modes} of the face model ${model.name}`);
  }
  const points = new Float32Array(landmarks.length * 3);
  const place = (field: Float32Array, scale: number, target: Float64Array): Float64Array => {
    evaluateLandmarks(set, 0, triangles, field, points);
    for (let i = 0; i < points.length; i += 1) {
      target[(landmarks[Math.floor(i / 3)] ?? 0) * 3 + (i % 3)] = scale * (points[i] ?? 0);
    }
    return target;
  };
  const vertexNormals = new Float32Array(template.length);
  computeVertexNormals(template, triangles, vertexNormals);
  const displacements = new Float64Array(modes * LANDMARK_NUMBERS);
  for (let mode = 0; mode < modes; mode += 1) {
    const field = identityBasis.subarray(mode * template.length, (mode + 1) * template.length);
    const row = displacements.subarray(mode * LANDMARK_NUMBERS, (mode + 1) * LANDMARK_NUMBERS);
    place(field, CENTIMETRES, row);
  }
  return {
    landmarks,
    average: place(template, CENTIMETRES, new Float64Array(LANDMARK_NUMBERS)),
    normals: unit(place(vertexNormals, 1, new Float64Array(LANDMARK_NUMBERS))),
    displacements,
    limits: known,
  };
}

function unit(vectors: Float64Array): Float64Array {
  for (let at = 0; at < vectors.length; at += 3) {
    const length = Math.hypot(vectors[at] ?? 0, vectors[at + 1] ?? 0, vectors[at + 2] ?? 0);
    for (let axis = 0; axis < 3; axis += 1) {
      vectors[at + axis] = (vectors[at + axis] ?? 0) / Math.max(length, 1e-9);
    }
  }
  return vectors;
}
