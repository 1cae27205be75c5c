/** Below this length a normal is left unnormalised: a vertex that no triangle uses keeps a normal of zero. */
const SMALLEST_LENGTH = 1e-6;

/**
 * Area-weighted unit normals: the sum of the cross products of each vertex's triangles, normalised.
 *
 * @param vertices Float32Array [vertices × 3].
 * @param triangles Uint32Array [triangles × 3], counter-clockwise seen from outside.
 * @param target Float32Array [vertices × 3]; overwritten.
 */
export function computeVertexNormals(
  vertices: Float32Array,
  triangles: Uint32Array,
  target: Float32Array,
): void {
  target.fill(0);
  for (let corner = 0; corner + 2 < triangles.length; corner += 3) {
    const a = (triangles[corner] ?? 0) * 3;
    const b = (triangles[corner + 1] ?? 0) * 3;
    const c = (triangles[corner + 2] ?? 0) * 3;
    const ax = vertices[a] ?? 0;
    const ay = vertices[a + 1] ?? 0;
    const az = vertices[a + 2] ?? 0;
    const ux = (vertices[b] ?? 0) - ax;
    const uy = (vertices[b + 1] ?? 0) - ay;
    const uz = (vertices[b + 2] ?? 0) - az;
    const vx = (vertices[c] ?? 0) - ax;
    const vy = (vertices[c + 1] ?? 0) - ay;
    const vz = (vertices[c + 2] ?? 0) - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    addVector(target, a, nx, ny, nz);
    addVector(target, b, nx, ny, nz);
    addVector(target, c, nx, ny, nz);
  }
  normaliseVectors(target);
}

function addVector(target: Float32Array, at: number, x: number, y: number, z: number): void {
  target[at] = (target[at] ?? 0) + x;
  target[at + 1] = (target[at + 1] ?? 0) + y;
  target[at + 2] = (target[at + 2] ?? 0) + z;
}

/** Scales each vector of [n × 3] to length 1, in place. */
function normaliseVectors(vectors: Float32Array): void {
  for (let i = 0; i + 2 < vectors.length; i += 3) {
    const x = vectors[i] ?? 0;
    const y = vectors[i + 1] ?? 0;
    const z = vectors[i + 2] ?? 0;
    const scale = 1 / Math.max(Math.sqrt(x * x + y * y + z * z), SMALLEST_LENGTH);
    vectors[i] = x * scale;
    vectors[i + 1] = y * scale;
    vectors[i + 2] = z * scale;
  }
}
