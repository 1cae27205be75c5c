import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { type RendererAsset, rendererAssets } from '../renderer-assets/renderer-assets.ts';
import { assembleTrackerBundle, extractFaceDetector } from './assemble-tracker-bundle.ts';
import { readInstalledFaceMesh } from './installed-face-mesh.ts';

const { resolve } = createRequire(import.meta.url);

/**
 * What the tracker worker loads: the assembled bundle, the detector for looks around the picture, and the WebAssembly build of tasks-vision for module
 * workers, the only one that a worker built as an ES module can start.
 */
const TRACKER_ASSETS: readonly RendererAsset[] = [
  {
    path: 'tracker/assembled.task',
    contentType: 'application/octet-stream',
    read: async () => assembleTrackerBundle(await readInstalledFaceMesh()),
  },
  {
    path: 'tracker/face-detector.tflite',
    contentType: 'application/octet-stream',
    read: async () => extractFaceDetector(await readInstalledFaceMesh()),
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

/** Vite plugin that puts the face tracker's files under `tracker/` of the renderer: nothing is fetched from elsewhere. */
export function trackerAssets(): Plugin {
  return rendererAssets('furrow:tracker-assets', TRACKER_ASSETS);
}
