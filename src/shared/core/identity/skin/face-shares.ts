import { gatherUvMap } from '../../detail/uv-map.ts';
import type { UvTable } from '../../detail/uv-table.ts';
import type { FaceModel } from '../../face/face-model.ts';
import { FACE_OUTLINE } from '../../face/landmark-indices.ts';
import { evaluateLandmarks } from '../../face/landmark-set.ts';
import { smoothstep } from '../../tracking/interpolation.ts';

/** Over how far the face ends at its outline, metres. */
const FADE = 0.008;
/** How far behind the outline's hindmost point a place can be and still be face, metres. */
const BEHIND = 0.005;

/**
 * How far each texel belongs to the face, 0..1: what lies within MediaPipe's outline seen from ahead. 1 everywhere for
 * a model that does not know MediaPipe's landmarks.
 *
 * @returns Float32Array [size × size] of the table's size; 0 where nothing is covered.
 */
export function faceShares(model: FaceModel, table: UvTable): Float32Array {
  const { size, texels } = table;
  const shares = new Float32Array(size * size);
  const landmarks = model.landmarks.mediapipe478;
  if (landmarks === undefined) {
    return shares.fill(1);
  }
  const points = new Float32Array(landmarks.pointCount * 3);
  evaluateLandmarks(landmarks, 0, model.triangles, model.template, points);
  const outline = FACE_OUTLINE.map((landmark) => points.subarray(landmark * 3, landmark * 3 + 3));
  const hindmost = Math.min(...outline.map(([, , z = 0]) => z)) - BEHIND;
  const places = new Float32Array(size * size * 3);
  gatherUvMap(table, model.template, places);
  for (const texel of texels) {
    const [x = 0, y = 0, z = 0] = places.subarray(texel * 3, texel * 3 + 3);
    shares[texel] = z < hindmost ? 0 : smoothstep(-FADE, FADE, depthInside(outline, x, y));
  }
  return shares;
}

/** How deep a point lies inside an outline, negative outside. */
function depthInside(outline: readonly Float32Array[], x: number, y: number): number {
  let isInside = false;
  let nearest = Number.POSITIVE_INFINITY;
  outline.forEach(([ax = 0, ay = 0], i) => {
    const [bx = 0, by = 0] = outline[(i + 1) % outline.length] ?? [];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) {
      isInside = !isInside;
    }
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
    const share = Math.min(Math.max(along, 0), 1);
    nearest = Math.min(nearest, Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)));
  });
  return isInside ? nearest : -nearest;
}
