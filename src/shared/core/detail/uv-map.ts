import type { UvTable } from './uv-table.ts';

/**
 * Spreads a per-vertex attribute over the UV square: each covered texel gets the mix of its triangle's three vertices.
 *
 * @param attribute Float32Array [vertices × 3], e.g. positions in metres or unit normals.
 * @param target Float32Array [size × size × 3], texel by texel; only covered texels are written.
 */
export function gatherUvMap(table: UvTable, attribute: Float32Array, target: Float32Array): void {
  const { texels, vertices, weights } = table;
  for (let entry = 0; entry < texels.length; entry += 1) {
    const corner = entry * 3;
    const a = (vertices[corner] ?? 0) * 3;
    const b = (vertices[corner + 1] ?? 0) * 3;
    const c = (vertices[corner + 2] ?? 0) * 3;
    const wa = weights[corner] ?? 0;
    const wb = weights[corner + 1] ?? 0;
    const wc = weights[corner + 2] ?? 0;
    const out = (texels[entry] ?? 0) * 3;
    target[out] = wa * (attribute[a] ?? 0) + wb * (attribute[b] ?? 0) + wc * (attribute[c] ?? 0);
    target[out + 1] =
      wa * (attribute[a + 1] ?? 0) + wb * (attribute[b + 1] ?? 0) + wc * (attribute[c + 1] ?? 0);
    target[out + 2] =
      wa * (attribute[a + 2] ?? 0) + wb * (attribute[b + 2] ?? 0) + wc * (attribute[c + 2] ?? 0);
  }
}
