import {
  DataTexture,
  DataUtils,
  HalfFloatType,
  LinearFilter,
  type Material,
  NoColorSpace,
  RedFormat,
  type Texture,
  type WebGLProgramParametersWithUniforms,
} from 'three';
import { PACKED_DISPLACEMENT_RANGE } from '../../shared/core/detail/packed-displacement.ts';

/** Steps from none to the largest displacement that is shown. */
const STEPS = 32_767;
const STEP = PACKED_DISPLACEMENT_RANGE / STEPS;

/**
 * Where a head's fine relief is plugged in: one displacement of its surface along the normal, over the UV square, changed
 * at any rate. A head without one is as smooth as its mesh.
 */
export class DetailSlot {
  readonly uniforms: {
    readonly detailMap: { value: Texture };
    readonly detailTexel: { value: number };
    readonly detailStrength: { value: number };
    readonly surfaceShare: { value: number };
  };
  #texture: DataTexture;
  #strength = 1;
  #isEmpty = true;

  constructor() {
    this.#texture = createTexture(1);
    this.uniforms = {
      detailMap: { value: this.#texture },
      detailTexel: { value: 1 },
      detailStrength: { value: 0 },
      surfaceShare: { value: 0 },
    };
  }

  /**
   * Shows another displacement, or none. Copied at once; allocates nothing unless the size changes.
   * @param values metres, Float32Array [size × size], first row at v = 1. What is beyond ±PACKED_DISPLACEMENT_RANGE is cut
   * off there; NaN counts as 0.
   */
  setDisplacement(values: Float32Array | undefined): void {
    this.#isEmpty = values === undefined;
    this.#apply();
    if (values === undefined) {
      return;
    }
    const size = Math.sqrt(values.length);
    if (!Number.isInteger(size) || size === 0) {
      throw new RangeError(`a displacement of ${values.length} texels is not square`);
    }
    if (size !== this.#texture.image.width) {
      this.#texture.dispose();
      this.#texture = createTexture(size);
      this.uniforms.detailMap.value = this.#texture;
      this.uniforms.detailTexel.value = 1 / size;
    }
    const texels = this.#texture.image.data;
    if (texels instanceof Uint16Array) {
      writeHalfFloats(values, texels);
      this.#texture.needsUpdate = true;
    }
  }

  /** How strongly the displacement shows: 0 not at all, 1 as it is. */
  setStrength(strength: number): void {
    this.#strength = strength;
    this.#apply();
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
    this.#texture.dispose();
  }

  #apply(): void {
    this.uniforms.detailStrength.value = this.#isEmpty ? 0 : this.#strength;
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

function createTexture(size: number): DataTexture {
  const texture = new DataTexture(new Uint16Array(size * size), size, size, RedFormat, HalfFloatType);
  texture.colorSpace = NoColorSpace;
  // The first row lies at v = 1.
  texture.flipY = true;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}

let halfFloats: Uint16Array | undefined;

/** Metres in half precision (1 µm for a wrinkle), by the number of steps from the deepest. Made on the first call. */
function halfFloatsOfSteps(): Uint16Array {
  halfFloats ??= Uint16Array.from({ length: 2 * STEPS + 1 }, (_, i) =>
    DataUtils.toHalfFloat((i - STEPS) * STEP),
  );
  return halfFloats;
}

function writeHalfFloats(values: Float32Array, target: Uint16Array): void {
  const table = halfFloatsOfSteps();
  const none = table[STEPS] ?? 0;
  for (let i = 0; i < target.length; i++) {
    const steps = Math.min(Math.max(Math.round((values[i] ?? 0) / STEP), -STEPS), STEPS);
    target[i] = table[steps + STEPS] ?? none;
  }
}

/** Metres along the normal, outwards. */
const DEPTH = /* glsl */ `
uniform sampler2D detailMap;
uniform float detailStrength;
varying vec2 detailUv;
varying vec3 detailPlace;

float detailDepth(vec2 place) {
  return detailStrength * texture2D(detailMap, place).r;
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

vec3 detailNormal(vec3 normal) {
  vec2 reach = max(vec2(detailTexel), 0.5 * fwidth(detailUv));
  vec2 slope = vec2(
    detailDepth(detailUv + vec2(reach.x, 0.0)) - detailDepth(detailUv - vec2(reach.x, 0.0)),
    detailDepth(detailUv + vec2(0.0, reach.y)) - detailDepth(detailUv - vec2(0.0, reach.y))
  ) / (2.0 * reach);
  vec3 alongX = dFdx(detailPlace);
  vec3 alongY = dFdy(detailPlace);
  vec3 acrossX = cross(alongY, normal);
  vec3 acrossY = cross(normal, alongX);
  float area = dot(alongX, acrossX);
  vec3 gradient = dot(slope, dFdx(detailUv)) * acrossX + dot(slope, dFdy(detailUv)) * acrossY;
  return normalize(abs(area) * normal - sign(area) * gradient);
}`;
