import { interpolateOverPixels, rasteriseSurface, type SurfaceRaster } from '../../detail/surface-raster.ts';
import type { FaceModel } from '../../face/face-model.ts';
import { computeVertexNormals } from '../../face/vertex-normals.ts';
import type { SkinView } from './skin-view.ts';

/** A head as a camera sees it. The raster is a square as wide as the picture's longer edge, both from the upper left. */
export interface PosedSurface {
  readonly raster: SurfaceRaster;
  /** Distance of the nearest surface along the camera's axis at each pixel of the raster, metres; Infinity without. */
  readonly distances: Float32Array;
  /** Picture column, row (pixel k's middle at k + ½) and distance along the camera's axis, Float32Array [vertices × 3]. */
  readonly places: Float32Array;
  /** Unit normals in the camera's frame, Float32Array [vertices × 3]. */
  readonly normals: Float32Array;
  /** Cosine between each normal and the way to the camera, Float32Array [vertices]; negative seen from behind. */
  readonly facing: Float32Array;
  /** Focal length, pixels. */
  readonly focal: number;
  /** Mean distance of what is seen along the camera's axis, metres; Infinity when nothing is. */
  readonly distance: number;
}

/** Projects a posed head into its picture and finds what is nearest to the camera. */
export function projectSurface(
  { vertices, width, height, fieldOfView }: Pick<SkinView, 'vertices' | 'width' | 'height' | 'fieldOfView'>,
  { triangles }: Pick<FaceModel, 'triangles'>,
): PosedSurface {
  const focal = height / 2 / Math.tan((fieldOfView * Math.PI) / 360);
  const side = Math.max(width, height);
  const normals = new Float32Array(vertices.length);
  computeVertexNormals(vertices, triangles, normals);
  const places = new Float32Array(vertices.length);
  const projected = new Float32Array(vertices.length);
  const facing = new Float32Array(vertices.length / 3);
  for (let vertex = 0; vertex < facing.length; vertex += 1) {
    const at = vertex * 3;
    const x = vertices[at] ?? 0;
    const y = vertices[at + 1] ?? 0;
    // What lies behind the camera is nowhere in the picture.
    const distance = (vertices[at + 2] ?? 0) < 0 ? -(vertices[at + 2] ?? 0) : Number.NaN;
    places[at] = width / 2 + (focal * x) / distance;
    places[at + 1] = height / 2 - (focal * y) / distance;
    places[at + 2] = distance;
    projected[at] = (2 * (places[at] ?? 0)) / side - 1;
    projected[at + 1] = (2 * (places[at + 1] ?? 0)) / side - 1;
    // Unlike the distance its inverse is linear in the picture.
    projected[at + 2] = -1 / distance;
    facing[vertex] =
      (-x * (normals[at] ?? 0) - y * (normals[at + 1] ?? 0) + distance * (normals[at + 2] ?? 0)) /
      Math.hypot(x, y, distance);
  }
  const raster = rasteriseSurface(projected, triangles, side);
  const inverses = interpolateOverPixels(raster, triangles, projected);
  const distances = new Float32Array(side * side).fill(Number.POSITIVE_INFINITY);
  let sum = 0;
  let seen = 0;
  for (let pixel = 0; pixel < distances.length; pixel += 1) {
    if ((raster.triangles[pixel] ?? -1) >= 0) {
      const distance = -1 / (inverses[pixel * 3 + 2] ?? 0);
      distances[pixel] = distance;
      sum += distance;
      seen += 1;
    }
  }
  return {
    raster,
    distances,
    places,
    normals,
    facing,
    focal,
    distance: seen > 0 ? sum / seen : Number.POSITIVE_INFINITY,
  };
}
