import {
  BufferAttribute,
  BufferGeometry,
  type Camera,
  HalfFloatType,
  Mesh,
  OrthographicCamera,
  type Scene,
  ShaderMaterial,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { wallColors } from './performer-lights.ts';

/**
 * Turns a scene into what a webcam makes of it: a wall behind, a soft lens, darker corners, and a sensor's noise. The
 * lens smooths edges too, at a fraction of what several samples per pixel cost without a graphics card.
 */
export class CameraPicture {
  readonly #target: WebGLRenderTarget;
  readonly #material: ShaderMaterial;
  readonly #sheet: Mesh<BufferGeometry, ShaderMaterial>;
  readonly #camera = new OrthographicCamera(-1, 1, 1, -1, -1, 1);

  /** @param noise standard deviation of the sensor's noise, of 255 levels. */
  constructor(width: number, height: number, wall: ReturnType<typeof wallColors>, noise: number) {
    this.#target = new WebGLRenderTarget(width, height, { type: HalfFloatType });
    this.#material = new ShaderMaterial({
      vertexShader: VERTEX_SHADER,
      fragmentShader: FRAGMENT_SHADER,
      uniforms: {
        scene: { value: this.#target.texture },
        wallTop: { value: wall.top },
        wallBottom: { value: wall.bottom },
        pixel: { value: new Vector2(1 / width, 1 / height) },
        noise: { value: noise / 255 },
        seed: { value: 0 },
      },
      depthTest: false,
      depthWrite: false,
    });
    const corners = new BufferGeometry();
    corners.setAttribute('position', new BufferAttribute(Float32Array.of(-1, -1, 0, 3, -1, 0, -1, 3, 0), 3));
    this.#sheet = new Mesh(corners, this.#material);
    this.#sheet.frustumCulled = false;
  }

  /** Draws to the renderer's canvas. @param seed of the noise: the same gives the same picture. */
  draw(renderer: WebGLRenderer, scene: Scene, camera: Camera, seed: number): void {
    renderer.setRenderTarget(this.#target);
    renderer.render(scene, camera);
    renderer.setRenderTarget(null);
    const { seed: uniform } = this.#material.uniforms;
    if (uniform !== undefined) {
      // Whole numbers up to here are exact in the shader.
      uniform.value = seed % 65_536;
    }
    renderer.render(this.#sheet, this.#camera);
  }
}

const VERTEX_SHADER = /* glsl */ `
varying vec2 place;

void main() {
  place = position.xy * 0.5 + 0.5;
  gl_Position = vec4(position.xy, 0.0, 1.0);
}`;

/** Hashing of whole numbers after Jarzynski and Olano, Hash Functions for GPU Rendering (2020), pcg3d. */
const FRAGMENT_SHADER = /* glsl */ `
uniform sampler2D scene;
uniform vec3 wallTop;
uniform vec3 wallBottom;
uniform vec2 pixel;
uniform float noise;
uniform float seed;
varying vec2 place;

uvec3 scramble(uvec3 v) {
  v = v * 1664525u + 1013904223u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  return v;
}

/** Three numbers, each the sum of two evenly distributed ones, with a standard deviation of 1. */
vec3 sensorNoise() {
  uvec3 bits = scramble(uvec3(uvec2(gl_FragCoord.xy), uint(seed)));
  return (vec3(bits >> 16u) + vec3(bits & 65535u) - 65535.0) * (2.449 / 65535.0);
}

/** Four looks between the pixels around: bell-shaped, about a pixel and a half wide. */
vec4 throughLens() {
  vec2 step = 0.6 * pixel;
  return 0.25 * (texture2D(scene, place + step) + texture2D(scene, place - step)
    + texture2D(scene, place + vec2(step.x, -step.y)) + texture2D(scene, place - vec2(step.x, -step.y)));
}

void main() {
  vec4 drawn = throughLens();
  vec3 wall = mix(wallBottom, wallTop, smoothstep(0.0, 1.0, place.y));
  vec2 offCentre = place - 0.5;
  gl_FragColor = vec4(drawn.rgb + (1.0 - drawn.a) * wall, 1.0);
  gl_FragColor.rgb *= 1.0 - 0.5 * dot(offCentre, offCentre);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
  gl_FragColor.rgb += noise * sensorNoise();
}`;
