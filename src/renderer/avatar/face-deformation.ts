import {
  BufferAttribute,
  BufferGeometry,
  Camera,
  FloatType,
  GLSL3,
  NearestFilter,
  NoBlending,
  Points,
  RawShaderMaterial,
  type Texture,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { FaceModel } from '../../shared/core/face/face-model.ts';
import { vertexCountOf } from '../../shared/core/face/face-model.ts';
import type { PosableFace, SkinTable } from '../../shared/core/face/posable-face.ts';
import { poseJoints, TRANSFORM_LENGTH } from '../../shared/core/face/pose-joints.ts';
import {
  listRanges,
  packVertexLists,
  TABLE_TEXEL,
  TABLE_WIDTH,
  tableHeight,
  type VertexLists,
} from './vertex-lists.ts';

/**
 * Evaluates a face on the graphics card, as evaluate-face-model.ts does on the processor (equal within 1e-5 m): every
 * vertex of the model is drawn as one point whose place is a texel and whose colour is the vertex's position. Drawing
 * the surface from that texture (deformed-surface.ts) costs one lookup however many UV corners a vertex has, and normals
 * can be made from the neighbours' true positions.
 *
 * Expressions and pose correctives are one table of displacements: for each vertex the rows that move it. Sums are in
 * single precision.
 */
export class FaceDeformation {
  readonly #face: PosableFace;
  readonly #lists: readonly VertexLists[];
  readonly #target: WebGLRenderTarget;
  readonly #points: Points<BufferGeometry, RawShaderMaterial>;
  readonly #camera = new Camera();
  /** Expression, then pose feature; padded to whole vec4s. */
  readonly #weights: Float32Array;
  readonly #transforms: Float32Array;

  /** Starts in the neutral pose. */
  constructor(face: PosableFace) {
    const { model } = face;
    const vertexCount = vertexCountOf(model);
    const rowCount = model.expressionNames.length + face.poseFeature.length;
    this.#face = face;
    this.#weights = new Float32Array(Math.ceil(rowCount / 4) * 4);
    this.#transforms = new Float32Array(model.jointNames.length * TRANSFORM_LENGTH);

    const displacements = packDisplacements(model);
    const skin = packSkin(face.skin);
    this.#lists = [displacements, skin];
    const geometry = new BufferGeometry();
    const vertices = Array.from({ length: vertexCount }, (_, vertex) => vertex);
    geometry.setAttribute('position', new BufferAttribute(face.neutral, 3));
    geometry.setAttribute('displacementRange', listRanges(displacements, vertices));
    geometry.setAttribute('skinRange', listRanges(skin, vertices));

    const height = tableHeight(vertexCount);
    this.#target = new WebGLRenderTarget(TABLE_WIDTH, height, {
      type: FloatType,
      minFilter: NearestFilter,
      magFilter: NearestFilter,
      depthBuffer: false,
    });
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: VERTEX_SHADER,
      fragmentShader: FRAGMENT_SHADER,
      defines: {
        WEIGHT_VECTORS: this.#weights.length / 4,
        TRANSFORM_ROWS: this.#transforms.length / 4,
        TABLE_SIZE: `vec2(${TABLE_WIDTH}, ${height})`,
      },
      uniforms: {
        displacements: { value: displacements.texture },
        skin: { value: skin.texture },
        weights: { value: this.#weights },
        transforms: { value: this.#transforms },
      },
      // Positions are written as they are: float targets cannot be blended everywhere.
      blending: NoBlending,
      depthTest: false,
      depthWrite: false,
    });
    this.#points = new Points(geometry, material);
    this.#points.frustumCulled = false;
    this.setPose(
      new Float32Array(model.expressionNames.length),
      new Float32Array(model.jointNames.length * 3),
    );
  }

  /** RGBA32F: the posed position of vertex i, metres, at texel i of a table (TABLE_TEXEL). */
  get positions(): Texture {
    return this.#target.texture;
  }

  /** Where `positions` is drawn, for reading it back. */
  get target(): WebGLRenderTarget {
    return this.#target;
  }

  /** Takes over a frame's parameters, as `evaluateFaceModel` does. Allocates nothing. */
  setPose(expression: Float32Array, jointRotations: Float32Array): void {
    poseJoints(this.#face, expression, jointRotations);
    this.#weights.set(expression);
    this.#weights.set(this.#face.poseFeature, expression.length);
    this.#transforms.set(this.#face.skinTransforms);
  }

  /** Writes `positions`. To be called before each drawing, since a lost context loses them. */
  evaluate(renderer: WebGLRenderer): void {
    const target = renderer.getRenderTarget();
    renderer.setRenderTarget(this.#target);
    renderer.render(this.#points, this.#camera);
    renderer.setRenderTarget(target);
  }

  dispose(): void {
    this.#target.dispose();
    this.#points.geometry.dispose();
    this.#points.material.dispose();
    for (const { texture } of this.#lists) {
      texture.dispose();
    }
  }
}

/** x, y, z and the row of each expression or pose corrective that moves a vertex. */
function packDisplacements(model: FaceModel): VertexLists {
  const { expressionBasis, poseCorrectives, template } = model;
  const expressionRows = model.expressionNames.length;
  const append = (basis: Float32Array, firstRow: number, vertex: number, values: number[]) => {
    for (let start = vertex * 3, row = firstRow; start < basis.length; start += template.length, row += 1) {
      const x = basis[start] ?? 0;
      const y = basis[start + 1] ?? 0;
      const z = basis[start + 2] ?? 0;
      if (x !== 0 || y !== 0 || z !== 0) {
        values.push(x, y, z, row);
      }
    }
  };
  return packVertexLists(vertexCountOf(model), 4, (vertex, values) => {
    append(expressionBasis, 0, vertex, values);
    if (poseCorrectives !== undefined) {
      append(poseCorrectives, expressionRows, vertex, values);
    }
  });
}

/** Joint and weight. */
function packSkin({ firstWeight, joints, weights }: SkinTable): VertexLists {
  return packVertexLists(firstWeight.length - 1, 2, (vertex, values) => {
    for (let i = firstWeight[vertex] ?? 0; i < (firstWeight[vertex + 1] ?? 0); i += 1) {
      values.push(joints[i] ?? 0, weights[i] ?? 0);
    }
  });
}

const VERTEX_SHADER = /* glsl */ `
precision highp float;
precision highp int;
precision highp sampler2D;

uniform sampler2D displacements;
uniform sampler2D skin;
uniform vec4 weights[WEIGHT_VECTORS];
uniform vec4 transforms[TRANSFORM_ROWS];

in vec3 position;
in uvec2 displacementRange;
in uvec2 skinRange;
flat out vec3 vertexPosition;
${TABLE_TEXEL}

void main() {
  vec4 unposed = vec4(position, 1.0);
  for (int i = int(displacementRange.x); i < int(displacementRange.y); i++) {
    vec4 displacement = texelFetch(displacements, tableTexel(i), 0);
    int row = int(displacement.w);
    unposed.xyz += weights[row >> 2][row & 3] * displacement.xyz;
  }
  vertexPosition = vec3(0.0);
  for (int i = int(skinRange.x); i < int(skinRange.y); i++) {
    vec2 share = texelFetch(skin, tableTexel(i), 0).xy;
    int row = int(share.x) * 3;
    vertexPosition += share.y
      * vec3(dot(transforms[row], unposed), dot(transforms[row + 1], unposed), dot(transforms[row + 2], unposed));
  }
  gl_Position = vec4((vec2(tableTexel(gl_VertexID)) + 0.5) / TABLE_SIZE * 2.0 - 1.0, 0.0, 1.0);
  gl_PointSize = 1.0;
}`;

const FRAGMENT_SHADER = /* glsl */ `
precision highp float;

flat in vec3 vertexPosition;
out vec4 position;

void main() {
  position = vec4(vertexPosition, 1.0);
}`;
