import { type FaceModel, vertexCountOf } from '../../face/face-model.ts';
import { evaluateLandmarks, type LandmarkSet, landmarkUvs } from '../../face/landmark-set.ts';
import { computeVertexNormals } from '../../face/vertex-normals.ts';
import { clamp, smoothstep } from '../../tracking/interpolation.ts';
import type { PicturePoints } from '../../tracking/solver/picture-points.ts';

/** Landmarks that move a vertex. */
const NEAREST = 6;
/** Distances in the atlas: within which landmarks count alike, and beyond which they move nothing. */
const ALIKE = 0.006;
const FARTHEST = 0.12;
/** Cosine from which a landmark counts, and counts in full: those on the outline slide over the skin. */
const OUTLINE = 0.25;
const FACING = 0.6;
/** Farthest that skin is moved, metres: what is farther is no misfit but a landmark that went astray. */
const FARTHEST_PULL = 0.008;

/**
 * Moves a posed head's skin across the line of sight to where a picture has its landmarks. Nearness is that of the atlas,
 * in which upper and lower lips and lids, which touch on a head, lie apart.
 */
export class LandmarkPull {
  readonly #set: LandmarkSet;
  readonly #triangles: Uint32Array;
  /** Uint16Array [vertices × 6]. */
  readonly #landmarks: Uint16Array;
  /** Float32Array [vertices × 6]; a vertex's sum to less than 1 far from all landmarks. */
  readonly #weights: Float32Array;
  /** Of the head being moved, Float32Array [vertices × 3]. */
  readonly #normals: Float32Array;
  /** Of its landmarks, Float32Array [points × 3]. */
  readonly #places: Float32Array;
  readonly #facing: Float32Array;
  /** From each landmark on the head to where the picture has it, across the line of sight, metres, [points × 2]. */
  readonly #pulls: Float32Array;

  constructor(model: FaceModel, set: LandmarkSet) {
    this.#set = set;
    this.#triangles = model.triangles;
    const count = vertexCountOf(model);
    this.#landmarks = new Uint16Array(count * NEAREST);
    this.#weights = new Float32Array(count * NEAREST);
    this.#normals = new Float32Array(count * 3);
    this.#places = new Float32Array(set.pointCount * 3);
    this.#facing = new Float32Array(set.pointCount * 3);
    this.#pulls = new Float32Array(set.pointCount * 2);
    const places = landmarkUvs(model, set);
    const points = uvPoints(model);
    for (let vertex = 0; vertex < count; vertex += 1) {
      this.#attach(vertex, model.uvs.subarray((points[vertex] ?? 0) * 2), places);
    }
  }

  /**
   * @param vertices in the camera's frame, Float32Array [vertices × 3], metres; moved.
   * @param picture the landmarks as seen.
   */
  apply(vertices: Float32Array, { points, focal }: PicturePoints): void {
    this.#measure(vertices, points, focal);
    const pulls = this.#pulls;
    for (let vertex = 0; vertex < vertices.length / 3; vertex += 1) {
      let x = 0;
      let y = 0;
      for (let k = vertex * NEAREST; k < (vertex + 1) * NEAREST; k += 1) {
        const landmark = (this.#landmarks[k] ?? 0) * 2;
        x += (this.#weights[k] ?? 0) * (pulls[landmark] ?? 0);
        y += (this.#weights[k] ?? 0) * (pulls[landmark + 1] ?? 0);
      }
      vertices[vertex * 3] = (vertices[vertex * 3] ?? 0) + x;
      vertices[vertex * 3 + 1] = (vertices[vertex * 3 + 1] ?? 0) + y;
    }
  }

  #measure(vertices: Float32Array, seen: Float64Array, focal: number): void {
    const { pointCount } = this.#set;
    const places = this.#places;
    const facing = this.#facing;
    computeVertexNormals(vertices, this.#triangles, this.#normals);
    evaluateLandmarks(this.#set, 0, this.#triangles, vertices, places);
    evaluateLandmarks(this.#set, 0, this.#triangles, this.#normals, facing);
    for (let landmark = 0; landmark < pointCount; landmark += 1) {
      const at = landmark * 3;
      const distance = -(places[at + 2] ?? 0);
      const share = smoothstep(OUTLINE, FACING, facing[at + 2] ?? 0);
      for (let axis = 0; axis < 2; axis += 1) {
        const pull = ((seen[at + axis] ?? 0) / focal) * distance - (places[at + axis] ?? 0);
        this.#pulls[landmark * 2 + axis] = share * clamp(pull, -FARTHEST_PULL, FARTHEST_PULL);
      }
    }
  }

  #attach(vertex: number, place: Float32Array, landmarks: Float32Array): void {
    const nearest = this.#landmarks.subarray(vertex * NEAREST, (vertex + 1) * NEAREST);
    const distances = this.#weights.subarray(vertex * NEAREST, (vertex + 1) * NEAREST);
    distances.fill(Number.POSITIVE_INFINITY);
    for (let landmark = 0; landmark < landmarks.length / 2; landmark += 1) {
      const distance = Math.hypot(
        (landmarks[landmark * 2] ?? 0) - (place[0] ?? 0),
        (landmarks[landmark * 2 + 1] ?? 0) - (place[1] ?? 0),
      );
      insert(nearest, distances, landmark, distance);
    }
    const reach = smoothstep(FARTHEST, 0, distances[0] ?? FARTHEST);
    const shares = distances.map((distance) => 1 / (distance ** 2 + ALIKE ** 2));
    const total = shares.reduce((sum, share) => sum + share, 0);
    distances.set(shares.map((share) => (reach * share) / total));
  }
}

/** Takes a landmark into a list of the nearest, in the order of their distances; the farthest falls out. */
function insert(nearest: Uint16Array, distances: Float32Array, landmark: number, distance: number): void {
  let slot = NEAREST;
  while (slot > 0 && distance < (distances[slot - 1] ?? 0)) {
    slot -= 1;
  }
  if (slot < NEAREST) {
    nearest.copyWithin(slot + 1, slot);
    distances.copyWithin(slot + 1, slot);
    nearest[slot] = landmark;
    distances[slot] = distance;
  }
}

/** One UV point of each vertex, Uint32Array [vertices]. */
function uvPoints(model: FaceModel): Uint32Array {
  const points = new Uint32Array(vertexCountOf(model));
  model.triangles.forEach((vertex, corner) => {
    points[vertex] = model.uvTriangles[corner] ?? 0;
  });
  return points;
}
