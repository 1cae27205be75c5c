import { describe, expect, it } from 'vitest';
import { bakeIdentity } from '../../../src/shared/core/face/posable-face.ts';
import { computeVertexNormals } from '../../../src/shared/core/face/vertex-normals.ts';
import { type LandmarkHit, placeLandmark } from '../../../tools/landmark-embedding/place-landmark.ts';
import { createGridFaceModel } from '../../support/grid-face-model.ts';

const SIDE = 21;
/** A sheet that arches towards the camera in x. */
const FACE = bakeIdentity(createGridFaceModel(SIDE), new Float32Array(0));
const NORMALS = new Float32Array(FACE.neutral.length);
computeVertexNormals(FACE.neutral, FACE.model.triangles, NORMALS);
const ALL = Array.from({ length: FACE.model.triangles.length / 3 }, (_, triangle) => triangle);

function hit(yaw: number, vertex: number): LandmarkHit {
  const point = Array.from(FACE.neutral.subarray(vertex * 3, vertex * 3 + 3));
  return { view: { yaw, pitch: 0, light: [0, 0, 1] }, weight: 1, triangles: ALL, point };
}

describe('a landmark’s place', () => {
  it('is where the views agree that face it, whatever those from the far side say', () => {
    const onTheSlope = 10 * SIDE + 1;
    const nearby = 10 * SIDE + 3;
    const farOff = 15 * SIDE + 12;
    const hits = [
      ...[-0.1, 0, 0.1].map((yaw) => hit(yaw, nearby)),
      ...[0.6, 0.7, 0.8, 0.9].map((yaw) => hit(yaw, onTheSlope)),
      ...[-1.2, -1.2, -1.3, -1.3, -1.4, -1.4, -1.5].map((yaw) => hit(yaw, farOff)),
    ];

    const placed = placeLandmark(FACE, NORMALS, hits);

    const corners = FACE.model.triangles.subarray(
      (placed?.triangle ?? 0) * 3,
      (placed?.triangle ?? 0) * 3 + 3,
    );
    expect(corners).toContain(onTheSlope);
    expect(placed?.distance).toBeLessThan(0.001);
  });

  it('is unknown when too few views show it', () => {
    expect(placeLandmark(FACE, NORMALS, [hit(0, 30), hit(0.1, 30)])).toBeUndefined();
  });
});
