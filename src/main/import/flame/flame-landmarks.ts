import type { LandmarkSet } from '../../../shared/core/face/landmark-set.ts';
import { FAN68_SETS } from '../../../shared/core/face/landmarks-fan68.ts';
import type { ByteSource } from '../byte-source.ts';
import { readNpy } from '../npy.ts';
import { FlameArrays } from './flame-arrays.ts';

/** The sets of `landmark_embedding.npy`: the prefix of their keys, and their rows and points. */
const EMBEDDINGS = [
  { prefix: 'full', name: FAN68_SETS.fixed, rowCount: 1, pointCount: 68, isFlat: false },
  { prefix: 'static', name: FAN68_SETS.inner, rowCount: 1, pointCount: 51, isFlat: true },
  { prefix: 'dynamic', name: FAN68_SETS.contour, rowCount: 79, pointCount: 17, isFlat: false },
] as const;

/**
 * FLAME's landmarks from DECA's `landmark_embedding.npy`, an object array around one dictionary.
 * @param triangleCount triangles of the model that the embedding belongs to.
 * @throws AppError `import/malformed`, `import/unsupported` or `import/too-large`.
 */
export function readFlameLandmarks(
  source: ByteSource,
  triangleCount: number,
): Readonly<Record<string, LandmarkSet>> {
  const arrays = new FlameArrays(source.name, readNpy(source).objects('the landmark embedding')[0]);
  return Object.fromEntries(
    EMBEDDINGS.map(({ prefix, name, rowCount, pointCount, isFlat }) => {
      const shape = isFlat ? [pointCount] : [rowCount, pointCount];
      const triangles = arrays.indices(`${prefix}_lmk_faces_idx`, shape, triangleCount);
      const barycentrics = arrays.floats(`${prefix}_lmk_bary_coords`, [...shape, 3]);
      return [name, { rowCount, pointCount, triangles, barycentrics }];
    }),
  );
}
