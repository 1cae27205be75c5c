import type { ReliefLayout } from '../../../shared/core/detail/relief/relief-layout.ts';
import {
  RELIEF_SIZE,
  type ReliefObservation,
} from '../../../shared/core/detail/relief/relief-observation.ts';
import {
  DEPTH_SIZE,
  type PosedHead,
  ReliefSurface,
} from '../../../shared/core/detail/relief/relief-surface.ts';
import { compileProgram, createTable, createTarget, readBack } from './graphics-parts.ts';
import {
  BRIGHTER_FRAGMENT_SHADER,
  CONTRAST_FRAGMENT_SHADER,
  DEPTH_FRAGMENT_SHADER,
  DEPTH_VERTEX_SHADER,
  FULL_VERTEX_SHADER,
  HAIR_FRAGMENT_SHADER,
  LOOK_FRAGMENT_SHADER,
  ROW_FRAGMENT_SHADER,
  TABLE_WIDTH,
} from './relief-shaders.ts';

const TEXELS = RELIEF_SIZE * RELIEF_SIZE;

/** What is drawn, in turn. */
type ProgramName = 'depth' | 'look' | 'rows' | 'brighter' | 'hair' | 'contrast';

/**
 * Lays pictures of one head on its atlas as `ReliefUnwrap` does, on the graphics card: pictures stay there, and what comes
 * back is waited for without holding anything up. To within some levels both find the same.
 */
export class GraphicsRelief {
  readonly #gl: WebGL2RenderingContext;
  readonly #surface: ReliefSurface;
  readonly #places: Float32Array;
  readonly #densities: Float32Array;
  readonly #programs;
  readonly #textures;
  readonly #targets;
  readonly #triangleCorners: number;
  readonly #bytes = new Uint8Array(TEXELS * 4);

  /**
   * @param gl of a canvas of its own.
   * @param vertexCount the model's.
   * @throws Error where the graphics card lacks what it takes.
   */
  constructor(gl: WebGL2RenderingContext, layout: ReliefLayout, vertexCount: number) {
    if (gl.getExtension('EXT_color_buffer_float') === null) {
      throw new Error('the graphics card cannot draw into floating-point textures');
    }
    this.#gl = gl;
    this.#surface = new ReliefSurface(layout, vertexCount);
    this.#triangleCorners = layout.triangles.length;
    this.#places = new Float32Array(tableLength(vertexCount) * 4);
    this.#densities = new Float32Array(tableLength(layout.areas.length));
    this.#programs = {
      depth: compileProgram(gl, DEPTH_VERTEX_SHADER, DEPTH_FRAGMENT_SHADER),
      look: compileProgram(gl, FULL_VERTEX_SHADER, LOOK_FRAGMENT_SHADER),
      rows: compileProgram(gl, FULL_VERTEX_SHADER, ROW_FRAGMENT_SHADER),
      brighter: compileProgram(gl, FULL_VERTEX_SHADER, BRIGHTER_FRAGMENT_SHADER),
      hair: compileProgram(gl, FULL_VERTEX_SHADER, HAIR_FRAGMENT_SHADER),
      contrast: compileProgram(gl, FULL_VERTEX_SHADER, CONTRAST_FRAGMENT_SHADER),
    };
    const { corners, shares } = atlasTables(layout);
    this.#textures = {
      corners: createTable(gl, RELIEF_SIZE, gl.RGBA32UI, gl.RGBA_INTEGER, gl.UNSIGNED_INT, corners),
      shares: createTable(gl, RELIEF_SIZE, gl.RGBA32F, gl.RGBA, gl.FLOAT, shares),
      vertices: createTable(gl, TABLE_WIDTH, gl.RGBA32F, gl.RGBA, gl.FLOAT, this.#places),
      triangleDensities: createTable(gl, TABLE_WIDTH, gl.R32F, gl.RED, gl.FLOAT, this.#densities),
      picture: gl.createTexture(),
    };
    this.#targets = {
      depths: createTarget(gl, DEPTH_SIZE, gl.DEPTH_COMPONENT24),
      looks: createTarget(gl, RELIEF_SIZE, gl.RG32F),
      kept: createTarget(gl, RELIEF_SIZE, gl.RG32F),
      rows: createTarget(gl, RELIEF_SIZE, gl.RG32F),
      relief: createTarget(gl, RELIEF_SIZE, gl.RGBA8),
    };
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, layout.triangles, gl.STATIC_DRAW);
    gl.frontFace(gl.CW);
    gl.cullFace(gl.BACK);
  }

  /**
   * Writes what a picture shows of the relief; all weights are 0 where there is no head to be seen.
   * @param picture stays the caller's, and may be closed as soon as the promise is there.
   * @throws Error when the graphics card is lost.
   */
  async observe(picture: TexImageSource, head: PosedHead, target: ReliefObservation): Promise<void> {
    const gl = this.#gl;
    if (!this.#surface.project(head)) {
      target.shading.fill(0);
      target.weight.fill(0);
      return;
    }
    this.#upload(picture);
    this.#drawDepths();
    this.#drawLook(head);
    const { looks, kept, rows } = this.#targets;
    this.#draw('rows', { looks: looks.texture }, 'rows');
    this.#draw('brighter', { looks: looks.texture, rows: rows.texture }, 'kept');
    this.#draw('rows', { looks: kept.texture }, 'rows');
    this.#draw('hair', { looks: looks.texture, rows: rows.texture }, 'kept');
    this.#draw('rows', { looks: kept.texture }, 'rows');
    this.#draw('contrast', { looks: kept.texture, rows: rows.texture }, 'relief');
    await readBack(gl, RELIEF_SIZE, this.#bytes);
    for (let texel = 0; texel < TEXELS; texel += 1) {
      target.shading[texel] = (this.#bytes[texel * 4] ?? 0) - 128;
      target.weight[texel] = this.#bytes[texel * 4 + 1] ?? 0;
    }
  }

  #upload(picture: TexImageSource): void {
    const gl = this.#gl;
    const { vertices, densities } = this.#surface;
    for (let vertex = 0; vertex < vertices.facing.length; vertex += 1) {
      for (let axis = 0; axis < 3; axis += 1) {
        this.#places[vertex * 4 + axis] = vertices.places[vertex * 3 + axis] ?? 0;
      }
      this.#places[vertex * 4 + 3] = vertices.facing[vertex] ?? 0;
    }
    this.#densities.set(densities);
    gl.bindTexture(gl.TEXTURE_2D, this.#textures.vertices);
    const rows = (table: Float32Array, channels: number) => table.length / channels / TABLE_WIDTH;
    gl.texSubImage2D(
      gl.TEXTURE_2D,
      0,
      0,
      0,
      TABLE_WIDTH,
      rows(this.#places, 4),
      gl.RGBA,
      gl.FLOAT,
      this.#places,
    );
    gl.bindTexture(gl.TEXTURE_2D, this.#textures.triangleDensities);
    gl.texSubImage2D(
      gl.TEXTURE_2D,
      0,
      0,
      0,
      TABLE_WIDTH,
      rows(this.#densities, 1),
      gl.RED,
      gl.FLOAT,
      this.#densities,
    );
    gl.bindTexture(gl.TEXTURE_2D, this.#textures.picture);
    // In linear light once it is read. Where a face is larger than the atlas shows, smaller copies of it are looked at.
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.SRGB8_ALPHA8, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }

  #drawDepths(): void {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#targets.depths.framebuffer);
    gl.viewport(0, 0, DEPTH_SIZE, DEPTH_SIZE);
    gl.enable(gl.DEPTH_TEST);
    gl.enable(gl.CULL_FACE);
    gl.clear(gl.DEPTH_BUFFER_BIT);
    this.#prepare('depth', { vertices: this.#textures.vertices });
    gl.drawElements(gl.TRIANGLES, this.#triangleCorners, gl.UNSIGNED_INT, 0);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.CULL_FACE);
  }

  #drawLook({ width, height }: PosedHead): void {
    const gl = this.#gl;
    const { look } = this.#programs;
    gl.useProgram(look);
    gl.uniform2f(gl.getUniformLocation(look, 'pictureSize'), width, height);
    gl.uniform1f(gl.getUniformLocation(look, 'focal'), this.#surface.focal);
    this.#draw('look', { ...this.#textures, depths: this.#targets.depths.texture }, 'looks');
  }

  #draw(
    program: Exclude<ProgramName, 'depth'>,
    textures: Readonly<Record<string, WebGLTexture>>,
    target: 'looks' | 'rows' | 'kept' | 'relief',
  ): void {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#targets[target].framebuffer);
    gl.viewport(0, 0, RELIEF_SIZE, RELIEF_SIZE);
    this.#prepare(program, textures);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  #prepare(name: ProgramName, textures: Readonly<Record<string, WebGLTexture>>): void {
    const gl = this.#gl;
    const program = this.#programs[name];
    const { left, top, side } = this.#surface;
    gl.useProgram(program);
    gl.uniform3f(gl.getUniformLocation(program, 'square'), left, top, side);
    for (const [unit, [uniform, texture]] of Object.entries(textures).entries()) {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform1i(gl.getUniformLocation(program, uniform), unit);
    }
  }
}

/** So many entries, in whole rows. */
function tableLength(count: number): number {
  return Math.ceil(count / TABLE_WIDTH) * TABLE_WIDTH;
}

/** What lies under each texel: its triangle's vertices and its number + 1, their shares and its reliability. */
function atlasTables({ table, reliability }: ReliefLayout) {
  const corners = new Uint32Array(TEXELS * 4);
  const shares = new Float32Array(TEXELS * 4);
  for (const [entry, texel] of table.texels.entries()) {
    corners.set(table.vertices.subarray(entry * 3, entry * 3 + 3), texel * 4);
    corners[texel * 4 + 3] = (table.triangles[entry] ?? 0) + 1;
    shares.set(table.weights.subarray(entry * 3, entry * 3 + 3), texel * 4);
    shares[texel * 4 + 3] = reliability[entry] ?? 0;
  }
  return { corners, shares };
}
