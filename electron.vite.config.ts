import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { faceMeshTopology } from './tools/face-mesh-topology/vite-plugin.ts';
import { openPackAssets } from './tools/open-pack/vite-plugin.ts';
import { trackerAssets } from './tools/tracker-bundle/vite-plugin.ts';

/** The oldest Node that runs the command line and browser mode; Electron's is newer. */
const nodeTarget = 'node20.20';
/** ES2023, as electron-vite wants to hear it. */
const pageTarget = 'chrome130';

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      sourcemap: true,
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          furrow: resolve('src/main/cli/furrow.ts'),
          headless: resolve('src/main/electron/headless.ts'),
          'inference-process': resolve('src/main/inference/inference-process.ts'),
          'background-process': resolve('src/main/background/background-process.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      sourcemap: true,
      // A sandboxed preload script can load neither ES modules nor packages.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve('src/renderer'),
    base: '/',
    plugins: [trackerAssets(), openPackAssets(), faceMeshTopology()],
    // The tracker is a module worker.
    worker: { format: 'es' },
    build: {
      target: pageTarget,
      sourcemap: true,
      rollupOptions: {
        input: {
          index: resolve('src/renderer/index.html'),
          avatar: resolve('src/renderer/avatar.html'),
          capture: resolve('src/renderer/capture.html'),
        },
      },
    },
  },
});
