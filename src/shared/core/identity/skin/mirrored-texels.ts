import type { UvTable } from '../../detail/uv-table.ts';
import type { FaceModel } from '../../face/face-model.ts';

/** How far a vertex may lie from where its mirror image would be, metres. */
const TOLERANCE = 0.0005;

/**
 * For each texel the one that shows the other side of the face: the surface's point is mirrored with its triangle, so
 * the atlas itself need not be symmetric.
 *
 * @returns −1 where the surface has no mirror image or the texel is not covered, Int32Array [size × size].
 */
export function mirroredTexels(model: FaceModel, table: UvTable): Int32Array {
  const { size, texels, triangles, weights } = table;
  const { uvs, uvTriangles } = model;
  const corners = mirroredCorners(model);
  const mirror = new Int32Array(size * size).fill(-1);
  for (let entry = 0; entry < texels.length; entry += 1) {
    const first = (triangles[entry] ?? 0) * 3;
    let u = 0;
    let v = 0;
    for (let k = 0; k < 3; k += 1) {
      const corner = corners[first + k] ?? -1;
      const point = (uvTriangles[corner] ?? 0) * 2;
      const weight = corner < 0 ? Number.NaN : (weights[entry * 3 + k] ?? 0);
      u += weight * (uvs[point] ?? 0);
      v += weight * (uvs[point + 1] ?? 0);
    }
    if (u >= 0 && u < 1 && v > 0 && v <= 1) {
      mirror[texels[entry] ?? 0] = Math.floor((1 - v) * size) * size + Math.floor(u * size);
    }
  }
  return mirror;
}

/** For each triangle's corner the one that is its mirror image, −1 without, Int32Array [triangles × 3]. */
function mirroredCorners({ template, triangles }: FaceModel): Int32Array {
  const partner = mirroredVertices(template);
  const firstCorners = new Map<string, number>();
  for (let corner = 0; corner < triangles.length; corner += 3) {
    firstCorners.set(triangleKey(triangles.subarray(corner, corner + 3)), corner);
  }
  const mirrored = new Int32Array(triangles.length).fill(-1);
  for (let corner = 0; corner < triangles.length; corner += 3) {
    const vertices = triangles.subarray(corner, corner + 3).map((vertex) => partner[vertex] ?? 0);
    const other = firstCorners.get(triangleKey(vertices));
    for (let k = 0; other !== undefined && k < 3; k += 1) {
      mirrored[corner + k] = other + triangles.subarray(other, other + 3).indexOf(vertices[k] ?? 0);
    }
  }
  return mirrored;
}

/** The same for a triangle's vertices in any order. */
function triangleKey(vertices: Uint32Array): string {
  return vertices.slice().sort().join();
}

/** The vertex nearest to each one's mirror image, Uint32Array [vertices]; 2³² − 1 where there is none. */
function mirroredVertices(template: Float32Array): Uint32Array {
  const key = (x: number, y: number, z: number) => `${x},${y},${z}`;
  const step = (value: number | undefined) => Math.round((value ?? 0) / TOLERANCE);
  const places = new Map<string, number[]>();
  for (let vertex = 0; vertex < template.length / 3; vertex += 1) {
    const at = vertex * 3;
    const place = key(step(template[at]), step(template[at + 1]), step(template[at + 2]));
    places.set(place, [...(places.get(place) ?? []), vertex]);
  }
  return Uint32Array.from({ length: template.length / 3 }, (_, vertex) => {
    const at = vertex * 3;
    const [x, y, z] = [-(template[at] ?? 0), template[at + 1] ?? 0, template[at + 2] ?? 0];
    let best = -1;
    let shortest = TOLERANCE;
    for (let i = 0; i < 27; i += 1) {
      const near = key(
        step(x) + (i % 3) - 1,
        step(y) + (Math.floor(i / 3) % 3) - 1,
        step(z) + Math.floor(i / 9) - 1,
      );
      for (const other of places.get(near) ?? []) {
        const distance = Math.hypot(
          (template[other * 3] ?? 0) - x,
          (template[other * 3 + 1] ?? 0) - y,
          (template[other * 3 + 2] ?? 0) - z,
        );
        if (distance < shortest) {
          shortest = distance;
          best = other;
        }
      }
    }
    return best;
  });
}
