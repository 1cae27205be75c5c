import type { FaceModel } from '../../src/shared/core/face/face-model.ts';

/**
 * A valid face model small enough to reason about: a unit square of two triangles in the plane z = 0, a seam along its
 * diagonal, two joints, one identity and two expression components.
 */
export function createTinyFaceModel(): FaceModel {
  return {
    name: 'tiny',
    version: '1',
    licence: 'made for tests',
    template: Float32Array.of(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0),
    identityBasis: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1),
    expressionNames: ['jawOpen', 'mouthLeft'],
    expressionBasis: Float32Array.of(
      ...[0, -1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0],
      ...[1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ),
    poseCorrectives: new Float32Array(9 * 12),
    jointNames: ['root', 'neck'],
    parents: Int32Array.of(-1, 0),
    jointRegressor: Float32Array.of(0.5, 0.5, 0, 0, 0, 0, 0.5, 0.5),
    skinningWeights: Float32Array.of(1, 0, 1, 0, 0.25, 0.75, 0, 1),
    triangles: Uint32Array.of(0, 1, 2, 0, 2, 3),
    uvs: Float32Array.of(0, 0, 0.9, 0, 0.9, 0.9, 0.1, 0.1, 1, 1, 0, 1),
    uvTriangles: Uint32Array.of(0, 1, 2, 3, 4, 5),
    landmarks: {
      corner: {
        rowCount: 2,
        pointCount: 1,
        triangles: Uint32Array.of(0, 1),
        barycentrics: Float32Array.of(1, 0, 0, 0, 0.5, 0.5),
      },
    },
    regionMasks: { forehead: { size: 2, values: Uint8Array.of(0, 255, 128, 0) } },
    fixedDisplacement: Float32Array.of(0, 0.001, -0.001, 0),
  };
}
