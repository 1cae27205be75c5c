import type { UvTable } from './uv-table.ts';

/**
 * The triangles of the dense mesh, whose vertices are the covered texels of a UV table in order: two per quad of
 * covered texels, cut from upper right to lower left, facing as the coarse triangles do where the UVs are not mirrored.
 * Triangles with an uncovered corner are left out, so the islands of the UV layout stay apart.
 * Uint32Array [triangles × 3].
 */
export function createDenseTriangles(table: UvTable): Uint32Array {
  const { size, texels } = table;
  const vertexOfTexel = new Int32Array(size * size).fill(-1);
  texels.forEach((texel, vertex) => {
    vertexOfTexel[texel] = vertex;
  });
  const triangles: number[] = [];
  const pushCovered = (first: number, second: number, third: number) => {
    const a = vertexOfTexel[first] ?? -1;
    const b = vertexOfTexel[second] ?? -1;
    const c = vertexOfTexel[third] ?? -1;
    if (a >= 0 && b >= 0 && c >= 0) {
      triangles.push(a, b, c);
    }
  };
  for (let row = 0; row + 1 < size; row += 1) {
    for (let column = 0; column + 1 < size; column += 1) {
      const texel = row * size + column;
      pushCovered(texel, texel + size, texel + 1);
      pushCovered(texel + 1, texel + size, texel + size + 1);
    }
  }
  return Uint32Array.from(triangles);
}

/** UVs of the dense mesh's vertices, the texels' centres, Float32Array [covered × 2], v up. */
export function createDenseUvs(table: UvTable): Float32Array {
  const { size, texels } = table;
  const uvs = new Float32Array(texels.length * 2);
  texels.forEach((texel, vertex) => {
    uvs[vertex * 2] = ((texel % size) + 0.5) / size;
    uvs[vertex * 2 + 1] = 1 - (Math.floor(texel / size) + 0.5) / size;
  });
  return uvs;
}

/**
 * Positions of the dense mesh: each covered texel's point of the coarse surface, moved along the interpolated and
 * normalised normal.
 *
 * @param table with `exact` weights.
 * @param vertices Float32Array [vertices × 3], metres.
 * @param normals the vertices' normals, Float32Array [vertices × 3].
 * @param displacement metres, Float32Array [size × size], the fixed part included.
 * @param target Float32Array [covered × 3]; overwritten.
 */
export function computeDensePositions(
  table: UvTable,
  vertices: Float32Array,
  normals: Float32Array,
  displacement: Float32Array,
  target: Float32Array,
): void {
  const { texels, weights } = table;
  for (let entry = 0; entry < texels.length; entry += 1) {
    const corner = entry * 3;
    let nx = 0;
    let ny = 0;
    let nz = 0;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let i = corner; i < corner + 3; i += 1) {
      const weight = weights[i] ?? 0;
      const vertex = (table.vertices[i] ?? 0) * 3;
      x += weight * (vertices[vertex] ?? 0);
      y += weight * (vertices[vertex + 1] ?? 0);
      z += weight * (vertices[vertex + 2] ?? 0);
      nx += weight * (normals[vertex] ?? 0);
      ny += weight * (normals[vertex + 1] ?? 0);
      nz += weight * (normals[vertex + 2] ?? 0);
    }
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    const scale = length > 0 ? (displacement[texels[entry] ?? 0] ?? 0) / length : 0;
    target[corner] = x + nx * scale;
    target[corner + 1] = y + ny * scale;
    target[corner + 2] = z + nz * scale;
  }
}
