import type { ReconstructedFace, ReconstructionSurface } from './reconstructed-face.ts';
import {
  createSurfaceRaster,
  interpolateOverPixels,
  rasteriseSurface,
  sampleMapOverPixels,
} from './surface-raster.ts';
import { shadeClay, visiblePixels } from './surface-shading.ts';

/** Tiles of a strip from left to right. */
export const STRIP_TILES = ['picture', 'shape', 'detail', 'normals', 'overlay'] as const;

/** Colour channels of the finished strip. */
const CHANNELS = 3;

/**
 * One picture to judge a reconstruction by: the crop, the coarse shape, the detailed shape, the detail normals
 * (x, y, z as red, green, blue), and the detailed shape over the crop.
 *
 * @param picture the crop, red, green and blue planes, 0..1, Float32Array [3 × size × size] (sampleFaceCrop).
 * @param size pixels along a tile's side.
 * @returns Uint8Array [size × (5 · size) × 3], red, green, blue.
 */
export function drawFaceStrip(
  surface: ReconstructionSurface,
  face: ReconstructedFace,
  picture: Float32Array,
  size: number,
): Uint8Array {
  const { model, detail } = surface;
  const raster = rasteriseSurface(face.projected, model.triangles, createSurfaceRaster(size));
  const isVisible = visiblePixels(raster, face.projected, model.triangles);
  const normals = interpolateOverPixels(raster, model.triangles, face.normals);
  const detailNormals = sampleMapOverPixels(raster, model, face.detailNormals, detail.table.size);

  const clay = shadeClay(normals);
  const detailedClay = shadeClay(detailNormals);
  const pixels = size * size;
  const read = {
    picture: (pixel: number, channel: number) => picture[channel * pixels + pixel] ?? 0,
    shape: (pixel: number) => (isVisible[pixel] === 1 ? (clay[pixel] ?? 0) : 0),
    detail: (pixel: number) => (isVisible[pixel] === 1 ? (detailedClay[pixel] ?? 0) : 0),
    normals: (pixel: number, channel: number) =>
      (raster.triangles[pixel] ?? -1) >= 0 ? ((detailNormals[pixel * 3 + channel] ?? 0) + 1) / 2 : 0,
    overlay: (pixel: number, channel: number) =>
      isVisible[pixel] === 1 ? (detailedClay[pixel] ?? 0) : (picture[channel * pixels + pixel] ?? 0),
  };
  const strip = new Uint8ClampedArray(pixels * STRIP_TILES.length * CHANNELS);
  STRIP_TILES.forEach((tile, place) => {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const row = Math.floor(pixel / size);
      const at = ((row * STRIP_TILES.length + place) * size + (pixel % size)) * CHANNELS;
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        strip[at + channel] = read[tile](pixel, channel) * 255;
      }
    }
  });
  return new Uint8Array(strip.buffer);
}
