import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FaceMeshPackage } from './assemble-tracker-bundle.ts';

/** Reads the models of the npm package @mediapipe/face_mesh from node_modules. */
export async function readInstalledFaceMesh(): Promise<FaceMeshPackage> {
  const { resolve } = createRequire(import.meta.url);
  const [loaderScript, packedAssets] = await Promise.all([
    readFile(resolve('@mediapipe/face_mesh/face_mesh_solution_packed_assets_loader.js'), 'utf8'),
    readFile(resolve('@mediapipe/face_mesh/face_mesh_solution_packed_assets.data')),
  ]);
  return { loaderScript, packedAssets };
}
