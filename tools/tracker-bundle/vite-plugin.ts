import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { assembleTrackerBundle } from './assemble-tracker-bundle.ts';
import { readInstalledFaceMesh } from './installed-face-mesh.ts';

/** A file of the face tracker as the page fetches it, relative to the renderer's root. */
interface TrackerAsset {
  readonly path: string;
  readonly contentType: string;
  readonly read: () => Promise<Uint8Array>;
}

const { resolve } = createRequire(import.meta.url);

/**
 * What the tracker worker loads: the assembled bundle, and the WebAssembly build of tasks-vision for module
 * workers, the only one that a worker built as an ES module can start.
 */
const TRACKER_ASSETS: readonly TrackerAsset[] = [
  {
    path: 'tracker/assembled.task',
    contentType: 'application/octet-stream',
    read: async () => assembleTrackerBundle(await readInstalledFaceMesh()),
  },
  {
    path: 'tracker/wasm/vision_wasm_module_internal.js',
    contentType: 'text/javascript',
    read: () => readFile(resolve('@mediapipe/tasks-vision/vision_wasm_module_internal.js')),
  },
  {
    path: 'tracker/wasm/vision_wasm_module_internal.wasm',
    contentType: 'application/wasm',
    read: () => readFile(resolve('@mediapipe/tasks-vision/vision_wasm_module_internal.wasm')),
  },
];

/**
 * Vite plugin that puts the face tracker's files under `tracker/` of the renderer: emitted in a build, served at
 * the same paths by the development server. Nothing of them is fetched from elsewhere.
 */
export function trackerAssets(): Plugin {
  return {
    name: 'furrow:tracker-assets',

    async generateBundle() {
      for (const { path, read } of TRACKER_ASSETS) {
        this.emitFile({ type: 'asset', fileName: path, source: await read() });
      }
    },

    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        const asset = TRACKER_ASSETS.find((candidate) => path === `/${candidate.path}`);
        if (asset === undefined) {
          next();
          return;
        }
        sendAsset(asset, response).catch(next);
      });
    },
  };
}

async function sendAsset({ contentType, read }: TrackerAsset, response: ServerResponse): Promise<void> {
  const content = await read();
  response.setHeader('Content-Type', contentType);
  response.end(content);
}
