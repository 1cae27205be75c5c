import type { Material, Texture } from 'three';
import { TABLE_TEXEL } from './vertex-lists.ts';

/** What a deformed surface is drawn from. */
export interface SurfaceTables {
  /** Positions of the model's vertices, from FaceDeformation. */
  readonly positions: Texture;
  /** From `packTriangleCorners`. */
  readonly corners: Texture;
}

/**
 * Lets a material of three draw a geometry of `createFaceGeometry` where FaceDeformation put its vertices. Normals are
 * the area-weighted ones of the deformed triangles, made anew for every vertex (as vertex-normals.ts): exact under any
 * mix of expressions, where blended normals would shade a wide smile or a closed lid as if the skin had not turned.
 * They do not break at UV seams. Keeps what the material itself adds to its shader.
 */
export function drawDeformed(material: Material, { positions, corners }: SurfaceTables): void {
  const compile = material.onBeforeCompile.bind(material);
  const key = material.customProgramCacheKey();
  // Materials of the same kind share a program unless their keys differ.
  material.customProgramCacheKey = () => `deformed ${key}`;
  material.onBeforeCompile = (shader, renderer) => {
    compile(shader, renderer);
    shader.uniforms.vertexPositions = { value: positions };
    shader.uniforms.triangleCorners = { value: corners };
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\n${LOOKUPS}`)
      .replace('#include <beginnormal_vertex>', 'vec3 objectNormal = deformedNormal();')
      .replace('#include <begin_vertex>', 'vec3 transformed = deformedPosition(vertexIndex);');
  };
}

/** The smallest squared length that is still divided by: a vertex without area keeps a normal of about zero. */
const SMALLEST_SQUARED_LENGTH = '1e-30';

const LOOKUPS = /* glsl */ `
uniform highp sampler2D vertexPositions;
uniform highp sampler2D triangleCorners;
in uint vertexIndex;
in uvec2 cornerRange;
${TABLE_TEXEL}

vec3 deformedPosition(uint vertex) {
  return texelFetch(vertexPositions, tableTexel(int(vertex)), 0).xyz;
}

vec3 deformedNormal() {
  vec3 own = deformedPosition(vertexIndex);
  vec3 normal = vec3(0.0);
  for (int i = int(cornerRange.x); i < int(cornerRange.y); i++) {
    uvec2 others = uvec2(texelFetch(triangleCorners, tableTexel(i), 0).xy);
    normal += cross(deformedPosition(others.x) - own, deformedPosition(others.y) - own);
  }
  return normal * inversesqrt(max(dot(normal, normal), ${SMALLEST_SQUARED_LENGTH}));
}`;
