import type { Material, Texture, WebGLProgramParametersWithUniforms } from 'three';
import type { DisplacementMap } from './displacement-map.ts';
import { WrittenDisplacement } from './written-displacement.ts';

/**
 * Where a head's fine relief is plugged in: displacements of its surface along the normal, over the UV square. One moves
 * with the expression, changed at any rate, either written by the processor or drawn on the graphics card; the other rests,
 * at a size of its own, and is added to it. A head without any is as smooth as its mesh.
 */
export class DetailSlot {
  readonly uniforms: {
    readonly detailMap: { value: Texture };
    /** Size of its texels in the UV square; 1 for a map that holds nothing. */
    readonly detailTexel: { value: number };
    readonly restMap: { value: Texture };
    readonly restTexel: { value: number };
    readonly detailStrength: { value: number };
    readonly surfaceShare: { value: number };
  };
  readonly #written = new WrittenDisplacement({ hasMipmaps: false });
  readonly #rest = new WrittenDisplacement({ hasMipmaps: true });

  constructor() {
    this.uniforms = {
      detailMap: { value: this.#written.texture },
      detailTexel: { value: 1 },
      restMap: { value: this.#rest.texture },
      restTexel: { value: 1 },
      detailStrength: { value: 1 },
      surfaceShare: { value: 0 },
    };
  }

  /**
   * Shows another displacement, or none. Copied at once; allocates nothing unless the size changes.
   * @param values metres, Float32Array [size × size], first row at v = 1. What is beyond ±PACKED_DISPLACEMENT_RANGE is cut
   * off there; NaN counts as 0.
   */
  setDisplacement(values: Float32Array | undefined): void {
    this.#written.write(values);
    this.showMap(this.#written);
  }

  /** Shows a displacement that whoever made it draws and disposes. */
  showMap({ texture, size }: DisplacementMap): void {
    this.uniforms.detailMap.value = texture;
    this.uniforms.detailTexel.value = 1 / size;
  }

  /** Shows what does not move as well, or none. @param values as of `setDisplacement`. */
  setRest(values: Float32Array | undefined): void {
    this.#rest.write(values);
    this.uniforms.restMap.value = this.#rest.texture;
    this.uniforms.restTexel.value = 1 / this.#rest.size;
  }

  /** How strongly the displacement shows: 0 not at all, 1 as it is. */
  setStrength(strength: number): void {
    this.uniforms.detailStrength.value = strength;
  }

  /** Whether the displacement moves the surface itself, besides its shading. */
  setSurfaceDisplaced(isDisplaced: boolean): void {
    this.uniforms.surfaceShare.value = isDisplaced ? 1 : 0;
  }

  /** Lets a material show the detail. Keeps what the material itself adds to its shader. */
  drawOn(material: Material): void {
    const compile = material.onBeforeCompile.bind(material);
    const key = material.customProgramCacheKey();
    material.customProgramCacheKey = () => `detailed ${key}`;
    material.onBeforeCompile = (shader, renderer) => {
      compile(shader, renderer);
      this.#insert(shader);
    };
  }

  dispose(): void {
    this.#written.dispose();
    this.#rest.dispose();
  }

  #insert(shader: WebGLProgramParametersWithUniforms): void {
    Object.assign(shader.uniforms, this.uniforms);
    shader.vertexShader = shader.vertexShader
      .replace('#include <uv_pars_vertex>', `#include <uv_pars_vertex>\n${DEPTH}\n${VERTEX_PARTS}`)
      .replace(
        '#include <displacementmap_vertex>',
        'transformed += surfaceShare * detailDepth(uv) * objectNormal;',
      )
      .replace('#include <project_vertex>', `#include <project_vertex>\n${PLACE}`);
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <uv_pars_fragment>', `#include <uv_pars_fragment>\n${DEPTH}\n${FRAGMENT_PARTS}`)
      .replace(
        '#include <normal_fragment_maps>',
        '#include <normal_fragment_maps>\nnormal = detailNormal(normal);',
      );
  }
}

/** Metres along the normal, outwards. */
const DEPTH = /* glsl */ `
uniform sampler2D detailMap;
uniform sampler2D restMap;
uniform float detailStrength;
varying vec2 detailUv;
varying vec3 detailPlace;

float detailDepth(vec2 place) {
  return detailStrength * (texture2D(detailMap, place).r + texture2D(restMap, place).r);
}`;

const VERTEX_PARTS = 'uniform float surfaceShare;';

/** The place before the camera in metres, however large the head is drawn: relief is measured, not painted. */
const PLACE = /* glsl */ `
detailUv = uv;
detailPlace = mvPosition.xyz / length(modelMatrix[0].xyz);`;

/**
 * The normal of the displaced surface: the relief's slope over the atlas, carried to the surface by how both change from
 * pixel to pixel (Mikkelsen, Bump Mapping Unparametrized Surfaces on the GPU, 2010, section 2; without its normalising,
 * so that depths in metres give true angles). Slopes are taken across a texel, or a pixel where that is more.
 */
const FRAGMENT_PARTS = /* glsl */ `
uniform float detailTexel;
uniform float restTexel;

vec2 detailSlope(sampler2D relief, float texel) {
  vec2 reach = max(vec2(texel), 0.5 * fwidth(detailUv));
  return vec2(
    texture2D(relief, detailUv + vec2(reach.x, 0.0)).r - texture2D(relief, detailUv - vec2(reach.x, 0.0)).r,
    texture2D(relief, detailUv + vec2(0.0, reach.y)).r - texture2D(relief, detailUv - vec2(0.0, reach.y)).r
  ) / (2.0 * reach);
}

vec3 detailNormal(vec3 normal) {
  vec2 slope = detailStrength * (detailSlope(detailMap, detailTexel) + detailSlope(restMap, restTexel));
  vec3 alongX = dFdx(detailPlace);
  vec3 alongY = dFdy(detailPlace);
  vec3 acrossX = cross(alongY, normal);
  vec3 acrossY = cross(normal, alongX);
  float area = dot(alongX, acrossX);
  vec3 gradient = dot(slope, dFdx(detailUv)) * acrossX + dot(slope, dFdy(detailUv)) * acrossY;
  return normalize(abs(area) * normal - sign(area) * gradient);
}`;
