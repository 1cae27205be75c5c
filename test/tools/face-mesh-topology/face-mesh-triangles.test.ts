import { readFileSync } from 'node:fs';
import { FaceLandmarker } from '@mediapipe/tasks-vision';
import { describe, expect, it } from 'vitest';
import { faceMeshTriangles } from '../../../tools/face-mesh-topology/face-mesh-triangles.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../support/shared-data.ts';

const triangles = faceMeshTriangles(FaceLandmarker.FACE_LANDMARKS_TESSELATION);

describe('face mesh triangles', () => {
  it('cover all 468 landmarks of the mesh and nothing else', () => {
    expect(triangles).toHaveLength(852 * 3);
    expect(new Set(triangles)).toEqual(new Set(Array.from({ length: 468 }, (_, index) => index)));
  });

  it('run along every inner edge once in each direction', () => {
    const directed = new Set<string>();
    for (let i = 0; i < triangles.length; i += 3) {
      for (const [from, to] of [
        [0, 1],
        [1, 2],
        [2, 0],
      ] as const) {
        const edge = `${triangles[i + from]} ${triangles[i + to]}`;
        expect(directed.has(edge), edge).toBe(false);
        directed.add(edge);
      }
    }
  });

  it('refuse a table that does not list triangles', () => {
    expect(() =>
      faceMeshTriangles([
        { start: 0, end: 1 },
        { start: 2, end: 3 },
        { start: 4, end: 5 },
      ]),
    ).toThrow(/not a triangle/);
  });

  it.skipIf(!hasSharedData)(`face the camera on a measured average face${sharedDataNote}`, () => {
    const file = sharedPath('reference/open-head/neutral-landmarks.json');
    const points: number[][] = JSON.parse(readFileSync(file, 'utf8')).points;
    let towards = 0;
    for (let i = 0; i < triangles.length; i += 3) {
      const [a, b, c] = [0, 1, 2].map((corner) => points[triangles[i + corner] ?? 0] ?? []);
      const [ax = 0, ay = 0] = a ?? [];
      const [bx = 0, by = 0] = b ?? [];
      const [cx = 0, cy = 0] = c ?? [];
      towards += (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > 0 ? 1 : 0;
    }

    expect(towards / 852).toBeGreaterThan(0.95);
  });
});
