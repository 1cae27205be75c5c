import type { FaceModel } from '../../face/face-model.ts';
import { computeVertexNormals } from '../../face/vertex-normals.ts';
import type { SkinView } from './skin-view.ts';

/** Where a camera sees the vertices of a head. */
export interface ProjectedVertices {
  /**
   * Picture column, row (pixel k's middle at k + ½) and distance along the camera's axis, metres, Float32Array
   * [vertices × 3]; not numbers behind the camera.
   */
  readonly places: Float32Array;
  /** Unit normals in the camera's frame, Float32Array [vertices × 3]. */
  readonly normals: Float32Array;
  /** Cosine between each normal and the way to the camera, Float32Array [vertices]; negative seen from behind. */
  readonly facing: Float32Array;
}

/** Room for so many vertices. */
export function createProjectedVertices(count: number): ProjectedVertices {
  return {
    places: new Float32Array(count * 3),
    normals: new Float32Array(count * 3),
    facing: new Float32Array(count),
  };
}

/** The focal length of a picture's camera, pixels. */
export function focalLength({ height, fieldOfView }: Pick<SkinView, 'height' | 'fieldOfView'>): number {
  return height / 2 / Math.tan((fieldOfView * Math.PI) / 360);
}

/** Projects a posed head into its picture. @param target overwritten. */
export function projectVertices(
  view: Pick<SkinView, 'vertices' | 'width' | 'height' | 'fieldOfView'>,
  { triangles }: Pick<FaceModel, 'triangles'>,
  { places, normals, facing }: ProjectedVertices,
): void {
  const { vertices, width, height } = view;
  const focal = focalLength(view);
  computeVertexNormals(vertices, triangles, normals);
  for (let vertex = 0; vertex < facing.length; vertex += 1) {
    const at = vertex * 3;
    const x = vertices[at] ?? 0;
    const y = vertices[at + 1] ?? 0;
    // What lies behind the camera is nowhere in the picture.
    const distance = (vertices[at + 2] ?? 0) < 0 ? -(vertices[at + 2] ?? 0) : Number.NaN;
    places[at] = width / 2 + (focal * x) / distance;
    places[at + 1] = height / 2 - (focal * y) / distance;
    places[at + 2] = distance;
    facing[vertex] =
      (-x * (normals[at] ?? 0) - y * (normals[at + 1] ?? 0) + distance * (normals[at + 2] ?? 0)) /
      Math.sqrt(x * x + y * y + distance * distance);
  }
}
