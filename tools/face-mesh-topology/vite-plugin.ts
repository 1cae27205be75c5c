import { FaceLandmarker } from '@mediapipe/tasks-vision';
import type { Plugin } from 'vite';
import { faceMeshTriangles } from './face-mesh-triangles.ts';

const MODULE = 'virtual:face-mesh-triangles';
/** A leading NUL keeps other plugins from looking for the module on disk (Rollup's convention). */
const RESOLVED = `\0${MODULE}`;

/**
 * Gives the renderer `FACE_MESH_TRIANGLES` without bundling the tracker into the page: the table is read from
 * @mediapipe/tasks-vision when the app is built.
 */
export function faceMeshTopology(): Plugin {
  return {
    name: 'furrow:face-mesh-topology',
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) {
        return undefined;
      }
      const triangles = faceMeshTriangles(FaceLandmarker.FACE_LANDMARKS_TESSELATION);
      return `export const FACE_MESH_TRIANGLES = new Uint16Array([${triangles.join(',')}]);`;
    },
  };
}
