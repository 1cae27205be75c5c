import type { FaceModel } from '../../face/face-model.ts';
import { evaluateLandmarks } from '../../face/landmark-set.ts';
import { computeVertexNormals } from '../../face/vertex-normals.ts';
import { modelLandmarksOf } from '../../identity/model-landmarks.ts';
import {
  createSurfaceRaster,
  interpolateOverPixels,
  rasteriseSurface,
  sampleMapOverPixels,
} from '../surface-raster.ts';
import { BASIS_MAP_COUNT, type WrinkleBasis } from './wrinkle-basis.ts';

/** How far the picture goes beyond the face's landmarks, and its middle lies above theirs, which end below the hairline. */
const MARGIN = 1.24;
const RISE = 0.14;
/** Folds are drawn so many times as steep as they are: a picture is small. */
const STEEPNESS = 2.2;
/** Metres of depth at which a fold has its full colour. */
const FULL_COLOR = 3e-4;
/** Towards the lamp, which grazes the face so that folds throw shade; x right, y up, z to the viewer. */
const LAMP = [-0.32, 0.62, 0.72] as const;
const AMBIENT = 0.26;
const CLAY = [168, 178, 184] as const;
const FOLD = [90, 209, 192] as const;

/**
 * The displacement that shows the most of a basis at once: at every texel, the face at rest and the one activation that
 * moves it farthest.
 * @returns metres, Float32Array [size × size].
 */
export function deepestWrinkles({ size, maps }: WrinkleBasis): Float32Array {
  const texels = size * size;
  return Float32Array.from({ length: texels }, (_, texel) => {
    let farthest = 0;
    for (let k = 1; k < BASIS_MAP_COUNT; k++) {
      const value = maps[k * texels + texel] ?? 0;
      farthest = Math.abs(value) > Math.abs(farthest) ? value : farthest;
    }
    return (maps[texel] ?? 0) + farthest;
  });
}

/**
 * Draws a face from the front, as clay with its wrinkles in colour, in a grazing light. Transparent around the head.
 * @param model whose template is the face.
 * @param displacement metres along the normal, Float32Array [mapSize × mapSize], first row at v = 1.
 * @param size pixels along a side.
 * @returns RGBA, Uint8ClampedArray [size × size × 4].
 */
export function drawWrinkles(
  model: FaceModel,
  displacement: Float32Array,
  size: number,
): Uint8ClampedArray<ArrayBuffer> {
  const { template, triangles } = model;
  const { projected, metresPerPixel } = projectFace(model, size);
  const raster = rasteriseSurface(projected, triangles, createSurfaceRaster(size));
  const vertexNormals = new Float32Array(template.length);
  computeVertexNormals(template, triangles, vertexNormals);
  const normals = interpolateOverPixels(raster, triangles, vertexNormals);
  const depths = sampleMapOverPixels(
    raster,
    model,
    inFirstOfThree(displacement),
    Math.sqrt(displacement.length),
  );
  const pixels = new Uint8ClampedArray(size * size * 4);
  const steepness = STEEPNESS / (2 * metresPerPixel);
  for (let pixel = 0; pixel < size * size; pixel++) {
    if ((raster.triangles[pixel] ?? -1) < 0) {
      continue;
    }
    const depthAt = (neighbour: number) => depths[neighbour * 3] ?? 0;
    const x = (normals[pixel * 3] ?? 0) - steepness * (depthAt(pixel + 1) - depthAt(pixel - 1));
    const y = (normals[pixel * 3 + 1] ?? 0) - steepness * (depthAt(pixel - size) - depthAt(pixel + size));
    const z = normals[pixel * 3 + 2] ?? 0;
    const light = (LAMP[0] * x + LAMP[1] * y + LAMP[2] * z) / (Math.hypot(x, y, z) || 1);
    const brightness = AMBIENT + (1 - AMBIENT) * Math.max(light, 0);
    const share = Math.min(Math.max(-depthAt(pixel) / FULL_COLOR, 0), 1);
    for (let channel = 0; channel < 3; channel++) {
      const clay = CLAY[channel] ?? 0;
      pixels[pixel * 4 + channel] = brightness * (clay + share * ((FOLD[channel] ?? 0) - clay));
    }
    pixels[pixel * 4 + 3] = 255;
  }
  return pixels;
}

/** The face from the front, as rasteriseSurface takes it: its landmarks fill the picture. */
function projectFace(model: FaceModel, size: number) {
  const { template, triangles } = model;
  const { set, landmarks } = modelLandmarksOf(model);
  const points = new Float32Array(landmarks.length * 3);
  evaluateLandmarks(set, 0, triangles, template, points);
  const heights = points.filter((_, i) => i % 3 === 1);
  const sides = points.filter((_, i) => i % 3 === 0);
  const [low, high] = extremes(heights);
  const [right, left] = extremes(sides);
  const reach = (MARGIN * Math.max(high - low, left - right)) / 2;
  const middle = (high + low) / 2 + RISE * reach;
  const projected = Float32Array.from(template, (place, i) => {
    switch (i % 3) {
      case 0:
        return (place - (left + right) / 2) / reach;
      case 1:
        return (middle - place) / reach;
      default:
        return -place / reach;
    }
  });
  return { projected, metresPerPixel: (2 * reach) / size };
}

function extremes(values: Float32Array): readonly [lowest: number, highest: number] {
  return [
    values.reduce((lowest, value) => Math.min(lowest, value), Number.POSITIVE_INFINITY),
    values.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY),
  ];
}

/** Float32Array [n × 3]. */
function inFirstOfThree(values: Float32Array): Float32Array {
  const triples = new Float32Array(values.length * 3);
  for (let i = 0; i < values.length; i++) {
    triples[i * 3] = values[i] ?? 0;
  }
  return triples;
}
