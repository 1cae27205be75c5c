import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, createServer, type InlineConfig } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { trackerAssets } from '../../../tools/tracker-bundle/vite-plugin.ts';
import { suiteFolder } from '../../support/suite-folder.ts';

const root = suiteFolder();

beforeAll(() => writeFile(join(root, 'index.html'), '<!doctype html><title>Renderer</title>'));

function options(): InlineConfig {
  return { configFile: false, root, logLevel: 'error', plugins: [trackerAssets()] };
}

describe('trackerAssets', () => {
  it('emits the bundle, the detector and the WebAssembly of the module worker in a build', async () => {
    await build({ ...options(), build: { outDir: 'out' } });

    expect((await readdir(join(root, 'out/tracker/wasm'))).sort()).toEqual([
      'vision_wasm_module_internal.js',
      'vision_wasm_module_internal.wasm',
    ]);
    const { size } = await stat(join(root, 'out/tracker/assembled.task'));
    expect(size).toBeGreaterThan(2_700_000);
    const detector = await stat(join(root, 'out/tracker/face-detector.tflite'));
    expect(detector.size).toBeGreaterThan(200_000);
  });

  it('serves the same paths in development, and nothing else', async () => {
    const server = await createServer({
      ...options(),
      server: { host: '127.0.0.1', port: 0 },
      appType: 'mpa',
    });
    await server.listen();
    const address = server.resolvedUrls?.local[0];
    const typeOf = async (path: string) => {
      const response = await fetch(`${address}${path}`);
      await response.arrayBuffer();
      return `${response.status} ${response.headers.get('content-type')}`;
    };

    expect(await typeOf('tracker/assembled.task')).toBe('200 application/octet-stream');
    expect(await typeOf('tracker/wasm/vision_wasm_module_internal.js?v=1')).toBe('200 text/javascript');
    expect(await typeOf('tracker/wasm/vision_wasm_module_internal.wasm')).toBe('200 application/wasm');
    expect(await typeOf('tracker/wasm/vision_wasm_internal.wasm')).toMatch(/^404/);

    await server.close();
  });
});
