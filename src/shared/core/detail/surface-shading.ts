import { computeVertexNormals } from '../face/vertex-normals.ts';
import { interpolateOverPixels, type SurfaceRaster } from './surface-raster.ts';

/** Directions towards the five lights of DECA's grey previews (renderer.render_shape), in the head's axes. */
const LIGHTS = [
  [-1, 1, 1],
  [1, 1, 1],
  [-1, -1, 1],
  [1, -1, 1],
  [0, 0, 1],
].map(([x = 0, y = 0, z = 0]) => {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length] as const;
});
const LIGHT_INTENSITY = 1.7;
const GREY = 180 / 255;

/** Surface is drawn where its normal in the picture points towards the camera, or hardly away from it. */
const MOST_AWAY = 0.15;

/**
 * Which pixels of a raster show the outside of the surface: Uint8Array [size × size] of 0 and 1.
 * @param projected as rasterised, Float32Array [vertices × 3].
 */
export function visiblePixels(
  raster: SurfaceRaster,
  projected: Float32Array,
  triangles: Uint32Array,
): Uint8Array {
  const normals = new Float32Array(projected.length);
  computeVertexNormals(projected, triangles, normals);
  const normalsInPicture = interpolateOverPixels(raster, triangles, normals);
  return Uint8Array.from(raster.triangles, (triangle, pixel) =>
    triangle >= 0 && (normalsInPicture[pixel * 3 + 2] ?? 0) < MOST_AWAY ? 1 : 0,
  );
}

/**
 * Grey clay under DECA's five lights.
 * @param normals in the head's axes, Float32Array [n × 3], not necessarily of length 1.
 * @returns brightness 0..1, Float32Array [n].
 */
export function shadeClay(normals: Float32Array): Float32Array {
  const brightness = new Float32Array(normals.length / 3);
  for (let i = 0; i < brightness.length; i += 1) {
    let sum = 0;
    for (const [x, y, z] of LIGHTS) {
      const cosine =
        x * (normals[i * 3] ?? 0) + y * (normals[i * 3 + 1] ?? 0) + z * (normals[i * 3 + 2] ?? 0);
      sum += Math.min(Math.max(cosine, 0), 1);
    }
    brightness[i] = (GREY * LIGHT_INTENSITY * sum) / LIGHTS.length;
  }
  return brightness;
}
