import {
  BufferAttribute,
  BufferGeometry,
  Camera,
  DataArrayTexture,
  DataUtils,
  GLSL3,
  HalfFloatType,
  LinearFilter,
  Mesh,
  NearestFilter,
  NoBlending,
  NoColorSpace,
  RawShaderMaterial,
  RedFormat,
  RGBAFormat,
  type Texture,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import {
  evaluateWrinkleActivations,
  WRINKLE_ACTIVATION_COUNT,
} from '../../shared/core/detail/basis/wrinkle-activations.ts';
import { BASIS_MAP_COUNT, type WrinkleBasis } from '../../shared/core/detail/basis/wrinkle-basis.ts';
import type { WrinkleRelief } from './wrinkle-relief.ts';

/** Maps that share a texel: five lookups give all 17. */
const MAPS_PER_LAYER = 4;
const LAYER_COUNT = Math.ceil(BASIS_MAP_COUNT / MAPS_PER_LAYER);

/**
 * Evaluates a person's wrinkle basis on the graphics card, as evaluateWrinkleBasis does on the processor: the
 * displacement of each frame's expression, drawn into a map that never leaves the card.
 */
export class DrawnWrinkles implements WrinkleRelief {
  readonly size: number;
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  /** Share of each map: 1 for the face at rest, then the activations; padded to whole vec4s. */
  readonly #shares = new Float32Array(LAYER_COUNT * MAPS_PER_LAYER);
  readonly #maps: DataArrayTexture;
  readonly #target: WebGLRenderTarget;
  readonly #square: Mesh<BufferGeometry, RawShaderMaterial>;
  readonly #camera = new Camera();

  /** Starts with the face at rest. @param basis as of boundWrinkleBasis; copied. */
  constructor(basis: WrinkleBasis) {
    this.size = basis.size;
    this.#shares[0] = 1;
    this.#maps = packMaps(basis);
    this.#target = new WebGLRenderTarget(basis.size, basis.size, {
      format: RedFormat,
      type: HalfFloatType,
      colorSpace: NoColorSpace,
      minFilter: LinearFilter,
      magFilter: LinearFilter,
      depthBuffer: false,
    });
    const corners = new BufferGeometry();
    corners.setAttribute('position', new BufferAttribute(Float32Array.of(-1, -1, 3, -1, -1, 3), 2));
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: VERTEX_SHADER,
      fragmentShader: FRAGMENT_SHADER,
      defines: { LAYERS: LAYER_COUNT, LAST_ROW: basis.size - 1 },
      uniforms: { maps: { value: this.#maps }, shares: { value: this.#shares } },
      blending: NoBlending,
      depthTest: false,
      depthWrite: false,
    });
    this.#square = new Mesh(corners, material);
    this.#square.frustumCulled = false;
  }

  get texture(): Texture {
    return this.#target.texture;
  }

  /** Where `texture` is drawn, for reading it back. */
  get target(): WebGLRenderTarget {
    return this.#target;
  }

  setExpression(expression: Float32Array): void {
    evaluateWrinkleActivations(expression, this.#activations);
    for (let k = 0; k < WRINKLE_ACTIVATION_COUNT; k++) {
      this.#shares[k + 1] = this.#activations[k] ?? 0;
    }
  }

  evaluate(renderer: WebGLRenderer): void {
    const target = renderer.getRenderTarget();
    renderer.setRenderTarget(this.#target);
    renderer.render(this.#square, this.#camera);
    renderer.setRenderTarget(target);
  }

  dispose(): void {
    this.#maps.dispose();
    this.#target.dispose();
    this.#square.geometry.dispose();
    this.#square.material.dispose();
  }
}

/** RGBA16F: map m is component m mod 4 of layer m / 4, its first row at v = 1. */
function packMaps({ size, maps }: WrinkleBasis): DataArrayTexture {
  const texels = size * size;
  const packed = new Uint16Array(LAYER_COUNT * texels * MAPS_PER_LAYER);
  for (let map = 0; map < BASIS_MAP_COUNT; map++) {
    const start = Math.floor(map / MAPS_PER_LAYER) * texels;
    const component = map % MAPS_PER_LAYER;
    for (let texel = 0; texel < texels; texel++) {
      packed[(start + texel) * MAPS_PER_LAYER + component] = DataUtils.toHalfFloat(
        maps[map * texels + texel] ?? 0,
      );
    }
  }
  const texture = new DataArrayTexture(packed, size, size, LAYER_COUNT);
  texture.format = RGBAFormat;
  texture.type = HalfFloatType;
  texture.colorSpace = NoColorSpace;
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}

const VERTEX_SHADER = /* glsl */ `
in vec2 position;

void main() {
  gl_Position = vec4(position, 0.0, 1.0);
}`;

const FRAGMENT_SHADER = /* glsl */ `
precision highp float;
precision highp sampler2DArray;

uniform sampler2DArray maps;
uniform vec4 shares[LAYERS];
out float displacement;

void main() {
  ivec2 texel = ivec2(gl_FragCoord.x, LAST_ROW - int(gl_FragCoord.y));
  displacement = 0.0;
  for (int layer = 0; layer < LAYERS; layer++) {
    displacement += dot(shares[layer], texelFetch(maps, ivec3(texel, layer), 0));
  }
}`;
