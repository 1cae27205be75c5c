import type { LandmarkSet } from './landmark-set.ts';

/**
 * A linear blendshape head with skinning: vertices = skin(template + identity + expression + pose correctives).
 * Metres; right-handed, +x the subject's left, +y up, +z out of the face. Vertex order and UV atlas belong to the
 * version: what was made for one version (detail maps, identities) fits only that one.
 *
 * Bases are stored basis-major, one whole displacement field after the other, so that evaluating reads memory in
 * order and a coefficient of 0 costs nothing.
 */
export interface FaceModel {
  readonly name: string;
  readonly version: string;
  /** One line that everything made with this model carries. */
  readonly licence: string;
  /** Float32Array [vertices × 3], metres. */
  readonly template: Float32Array;
  /** Metres per unit, Float32Array [identity components × vertices × 3]. */
  readonly identityBasis: Float32Array;
  /** One name per expression component, in the order of the basis. */
  readonly expressionNames: readonly string[];
  /** Metres per unit, Float32Array [expressions × vertices × 3]. */
  readonly expressionBasis: Float32Array;
  /**
   * Metres per unit of each element of R_j − I (row-major) of every joint but the root,
   * Float32Array [(joints − 1) · 9 × vertices × 3]; undefined for a model without correctives.
   */
  readonly poseCorrectives: Float32Array | undefined;
  readonly jointNames: readonly string[];
  /** Parent of each joint, Int32Array [joints]: −1 for the first joint, an earlier joint for all others. */
  readonly parents: Int32Array;
  /**
   * Joint positions as weights of the unposed vertices, Float32Array [joints × vertices]. Dense, although few weights
   * are not 0: it is read once per identity, costs 20 kB per joint, and needs no index arrays to check.
   */
  readonly jointRegressor: Float32Array;
  /** Share of each joint in each vertex, Float32Array [vertices × joints]; a vertex's shares sum to 1. */
  readonly skinningWeights: Float32Array;
  /** Vertex indices, Uint32Array [triangles × 3], counter-clockwise seen from outside. */
  readonly triangles: Uint32Array;
  /** UV points, Float32Array [uv points × 2], u to the right, v up, 0..1. A vertex on a seam has several. */
  readonly uvs: Float32Array;
  /** UV point of each triangle's corners, Uint32Array [triangles × 3], in the corner order of `triangles`. */
  readonly uvTriangles: Uint32Array;
  /** Landmark sets by name, e.g. `fan68` (landmarks-fan68.ts) or `mediapipe478`. */
  readonly landmarks: Readonly<Record<string, LandmarkSet>>;
  /** Region masks over the UV square by name, e.g. FACE_AND_EYES. */
  readonly regionMasks: Readonly<Record<string, RegionMask>>;
  /**
   * Constant displacement along the normal over the UV square, metres, Float32Array [size × size], first row at v = 1:
   * the correction DECA adds to FLAME's surface everywhere. Undefined for a model that needs none.
   */
  readonly fixedDisplacement: Float32Array | undefined;
}

/** How strongly each texel of the UV square belongs to a region: 0..255, Uint8Array [size × size], first row at v = 1. */
export interface RegionMask {
  readonly size: number;
  readonly values: Uint8Array;
}

/** Name of the region mask that says where a detail network's relief shows: the face without the eyeballs. */
export const FACE_AND_EYES = 'faceAndEyes';

/** Number of vertices. */
export function vertexCountOf(model: FaceModel): number {
  return model.template.length / 3;
}

/** Number of identity components. */
export function identityCountOf(model: FaceModel): number {
  return model.identityBasis.length / model.template.length;
}
