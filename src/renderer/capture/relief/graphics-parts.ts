/** Milliseconds between two looks whether the graphics card is done. */
const POLL_INTERVAL = 2;

/** @throws Error with the compiler's words. */
export function compileProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) {
      throw new Error('the graphics card is lost');
    }
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true) {
      throw new Error(`a relief shader does not compile: ${gl.getShaderInfoLog(shader)}`);
    }
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    throw new Error(`a relief program does not link: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}

/** A texture that is read entry by entry, `width` of them in a row. */
export function createTable(
  gl: WebGL2RenderingContext,
  width: number,
  internalFormat: GLenum,
  format: GLenum,
  type: GLenum,
  data: Float32Array | Uint32Array,
): WebGLTexture {
  const channels = format === gl.RED ? 1 : 4;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  const height = data.length / channels / width;
  gl.texImage2D(gl.TEXTURE_2D, 0, internalFormat, width, height, 0, format, type, data);
  readUnfiltered(gl);
  return texture;
}

/** A square texture that is drawn into. */
export function createTarget(
  gl: WebGL2RenderingContext,
  size: number,
  internalFormat: GLenum,
): { readonly framebuffer: WebGLFramebuffer; readonly texture: WebGLTexture } {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, internalFormat, size, size);
  readUnfiltered(gl);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  const isDepth = internalFormat === gl.DEPTH_COMPONENT24;
  const attachment = isDepth ? gl.DEPTH_ATTACHMENT : gl.COLOR_ATTACHMENT0;
  gl.framebufferTexture2D(gl.FRAMEBUFFER, attachment, gl.TEXTURE_2D, texture, 0);
  if (isDepth) {
    gl.drawBuffers([gl.NONE]);
    gl.readBuffer(gl.NONE);
  }
  return { framebuffer, texture };
}

function readUnfiltered(gl: WebGL2RenderingContext): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
}

/**
 * Reads the present framebuffer's square back once it is drawn, without waiting in the meantime.
 * @param target RGBA, Uint8Array [size × size × 4].
 * @throws Error when the graphics card is lost.
 */
export async function readBack(gl: WebGL2RenderingContext, size: number, target: Uint8Array): Promise<void> {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
  gl.bufferData(gl.PIXEL_PACK_BUFFER, target.length, gl.STREAM_READ);
  gl.readPixels(0, 0, size, size, gl.RGBA, gl.UNSIGNED_BYTE, 0);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  try {
    while (fence !== null && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) {
      if (gl.isContextLost()) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL));
    }
    if (fence === null || gl.isContextLost()) {
      throw new Error('the graphics card is lost');
    }
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, target);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  } finally {
    gl.deleteSync(fence);
    gl.deleteBuffer(buffer);
  }
}
