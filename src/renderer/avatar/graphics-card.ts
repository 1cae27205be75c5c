/** Whether WebGL runs on a graphics card, as opposed to on the processor. */
export function hasGraphicsCard(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
