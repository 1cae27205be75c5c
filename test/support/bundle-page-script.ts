import { build } from 'vite';
import { faceMeshTopology } from '../../tools/face-mesh-topology/vite-plugin.ts';

/**
 * Bundles a browser script of a test with all it imports, as the renderer is built.
 * @param entry the script's file.
 * @returns one classic script, for `page.addScriptTag({content})`.
 */
export async function bundlePageScript(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [faceMeshTopology()],
    build: { write: false, lib: { entry, formats: ['iife'], name: 'pageScript' } },
  });
  const [result] = [output].flat();
  const chunk = result && 'output' in result ? result.output[0] : undefined;
  if (chunk?.type !== 'chunk') {
    throw new Error(`${entry} could not be bundled`);
  }
  return chunk.code;
}
