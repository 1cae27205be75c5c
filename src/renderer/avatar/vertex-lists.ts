import { BufferAttribute, DataTexture, FloatType, RGBAFormat, RGFormat } from 'three';

/** Every table that a shader reads by a running number is 2 ^ TABLE_BITS texels wide. */
const TABLE_BITS = 10;

/** Texels per row of a table. */
export const TABLE_WIDTH = 2 ** TABLE_BITS;

/** GLSL: where the texel of a running number lies. */
export const TABLE_TEXEL = /* glsl */ `
ivec2 tableTexel(int index) {
  return ivec2(index & ${TABLE_WIDTH - 1}, index >> ${TABLE_BITS});
}`;

/** Rows of a table of `count` texels. */
export function tableHeight(count: number): number {
  return Math.max(1, Math.ceil(count / TABLE_WIDTH));
}

/**
 * A list of vectors for each vertex, of any length, in one float texture: all of vertex 0, then all of vertex 1, …
 * A vertex pays for what it has: an expression that does not reach it is not in its list. (With all 52 expressions at
 * work on 15,000 vertices this took a quarter of the time of a whole field per expression, and no more with 8 at work.)
 * The creator disposes the texture.
 */
export interface VertexLists {
  /** RGBA32F or RG32F, TABLE_WIDTH wide. */
  readonly texture: DataTexture;
  /** Uint32Array [(vertices + 1)]: vertex v's vectors are at starts[v] up to starts[v + 1]. */
  readonly starts: Uint32Array;
}

/**
 * Packs lists into a texture.
 * @param components numbers of a vector.
 * @param append appends the vectors of a vertex, one number after the other; called for vertex 0, 1, 2, …
 */
export function packVertexLists(
  vertexCount: number,
  components: 2 | 4,
  append: (vertex: number, values: number[]) => void,
): VertexLists {
  const values: number[] = [];
  const starts = new Uint32Array(vertexCount + 1);
  for (let vertex = 0; vertex < vertexCount; vertex += 1) {
    append(vertex, values);
    starts[vertex + 1] = values.length / components;
  }
  const height = tableHeight(values.length / components);
  const texels = new Float32Array(TABLE_WIDTH * height * components);
  texels.set(values);
  const format = components === 2 ? RGFormat : RGBAFormat;
  const texture = new DataTexture(texels, TABLE_WIDTH, height, format, FloatType);
  texture.needsUpdate = true;
  return { texture, starts };
}

/** A vertex attribute `uvec2`: first and end of the list of each of `vertices`. */
export function listRanges({ starts }: VertexLists, vertices: ArrayLike<number>): BufferAttribute {
  const ranges = new Uint32Array(vertices.length * 2);
  for (let i = 0; i < vertices.length; i += 1) {
    const vertex = vertices[i] ?? 0;
    ranges[i * 2] = starts[vertex] ?? 0;
    ranges[i * 2 + 1] = starts[vertex + 1] ?? 0;
  }
  return new BufferAttribute(ranges, 2);
}
