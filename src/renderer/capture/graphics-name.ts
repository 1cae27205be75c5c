/**
 * WebGL's name of the graphics card (UNMASKED_RENDERER_WEBGL of the extension WEBGL_debug_renderer_info), empty where
 * there is no WebGL. Makes a context and gives it back at once: browsers allow only a few.
 */
export function readGraphicsName(): string {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  const extension = gl?.getExtension('WEBGL_debug_renderer_info');
  if (gl === null || extension === null || extension === undefined) {
    return '';
  }
  const name = String(gl.getParameter(extension.UNMASKED_RENDERER_WEBGL));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}
