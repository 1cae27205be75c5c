import { createSurfaceRaster, rasteriseSurface, type SurfaceRaster } from '../../detail/surface-raster.ts';
import type { FaceModel } from '../../face/face-model.ts';
import {
  createProjectedVertices,
  focalLength,
  type ProjectedVertices,
  projectVertices,
} from './projected-vertices.ts';
import type { SkinView } from './skin-view.ts';

/** A head as a camera sees it. The raster is a square as wide as the picture's longer edge, both from the upper left. */
export interface PosedSurface extends ProjectedVertices {
  readonly raster: SurfaceRaster;
  /** Distance of the nearest surface along the camera's axis at each pixel of the raster, metres; Infinity without. */
  readonly distances: Float32Array;
  /** Focal length, pixels. */
  readonly focal: number;
  /** Mean distance of what is seen along the camera's axis, metres; Infinity when nothing is. */
  readonly distance: number;
}

/** Projects a posed head into its picture and finds what is nearest to the camera. */
export function projectSurface(
  view: Pick<SkinView, 'vertices' | 'width' | 'height' | 'fieldOfView'>,
  model: Pick<FaceModel, 'triangles'>,
): PosedSurface {
  const side = Math.max(view.width, view.height);
  const vertices = createProjectedVertices(view.vertices.length / 3);
  projectVertices(view, model, vertices);
  const projected = Float32Array.from(vertices.places, (value, i) =>
    // Unlike the distance its inverse is linear in the picture.
    i % 3 === 2 ? -1 / value : (2 * value) / side - 1,
  );
  const raster = rasteriseSurface(projected, model.triangles, createSurfaceRaster(side));
  const distances = new Float32Array(side * side);
  let sum = 0;
  let seen = 0;
  for (let pixel = 0; pixel < distances.length; pixel += 1) {
    const distance = -1 / (raster.depths[pixel] ?? 0);
    const isSeen = (raster.triangles[pixel] ?? -1) >= 0;
    distances[pixel] = isSeen ? distance : Number.POSITIVE_INFINITY;
    if (isSeen) {
      sum += distance;
      seen += 1;
    }
  }
  return {
    ...vertices,
    raster,
    distances,
    focal: focalLength(view),
    distance: seen > 0 ? sum / seen : Number.POSITIVE_INFINITY,
  };
}
