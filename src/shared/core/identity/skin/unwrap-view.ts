import { gatherUvMap } from '../../detail/uv-map.ts';
import { clamp, smoothstep } from '../../tracking/interpolation.ts';
import { irisPixels } from './iris-pixels.ts';
import { pictureClearance } from './picture-clearance.ts';
import { type PosedSurface, projectSurface } from './posed-surface.ts';
import type { SkinLayout } from './skin-layout.ts';
import type { SkinView } from './skin-view.ts';

/** Cosines between which a surface that turns to the camera begins to count and counts in full. */
const STEEPEST = 0.18;
const FACING = 0.75;
/** How far behind what is nearest a place still counts as seen, metres. */
const DEPTH_TOLERANCE = 0.0015;
/** How far an edge of the head spoils the picture, metres. */
const EDGE_REACH = 0.003;
const FARTHEST_REACH = 30;
/** Over how many pixels a picture fades out at its own edges. */
const PICTURE_FADE = 12;

/** What one picture shows of the skin. */
export interface UnwrappedView {
  /** sRGB and weight of each entry of the layout's table, Uint8Array [skin texels × 4]; the weight is 0 where unseen. */
  readonly samples: Uint8Array;
  /** Mean linear colour of each cell, Float32Array [cells² × 3]. */
  readonly colors: Float32Array;
  /** How well each cell is seen, 0..1, Float32Array [cells²]. */
  readonly weights: Float32Array;
  /** Normals of the cells' middles in the camera's frame, Float32Array [cells² × 3]; 0 where nothing is covered. */
  readonly normals: Float32Array;
  /** Pixels of the irises, linear, [n × 3]. */
  readonly irises: readonly number[];
  /** Fine detail in the picture of the face times its size in pixels: comparable between pictures of one person. */
  readonly sharpness: number;
  /** Pixels along a metre of the face. */
  readonly resolution: number;
}

/** Lays a picture on the atlas. */
export function unwrapView(view: SkinView, layout: SkinLayout, linearLevels: Float32Array): UnwrappedView {
  const surface = projectSurface(view, layout.model);
  const normals = new Float32Array(layout.cells ** 2 * 3);
  gatherUvMap(layout.cellTable, surface.normals, normals);
  const samples = sampleTexels(view, layout, surface);
  return {
    samples,
    ...meanColors(samples, layout, linearLevels),
    normals,
    irises: irisPixels(view, surface, layout, linearLevels),
    sharpness: measureSharpness(view, surface),
    resolution: surface.focal / surface.distance,
  };
}

/** Colour and weight of every skin texel. */
function sampleTexels(
  view: SkinView,
  { table, model, reliability }: SkinLayout,
  surface: PosedSurface,
): Uint8Array {
  const { vertices, weights, triangles } = table;
  const { places, facing, distances, focal, raster } = surface;
  const reach = clamp(Math.round((EDGE_REACH * focal) / surface.distance), 2, FARTHEST_REACH);
  const clearance = pictureClearance(distances, raster.size, reach);
  const isTurnedAway = turnedAway(model.triangles, facing);
  const samples = new Uint8Array(table.texels.length * 4);
  for (let entry = 0; entry < table.texels.length; entry += 1) {
    if (isTurnedAway[triangles[entry] ?? 0] === 1) {
      continue;
    }
    let column = 0;
    let row = 0;
    let distance = 0;
    let cosine = 0;
    for (let k = entry * 3; k < entry * 3 + 3; k += 1) {
      const vertex = vertices[k] ?? 0;
      const weight = weights[k] ?? 0;
      column += weight * (places[vertex * 3] ?? 0);
      row += weight * (places[vertex * 3 + 1] ?? 0);
      distance += weight * (places[vertex * 3 + 2] ?? 0);
      cosine += weight * (facing[vertex] ?? 0);
    }
    const border = Math.min(column, row, view.width - column, view.height - row);
    // Not so for what is behind the camera either.
    if (!(cosine > STEEPEST && border > 1)) {
      continue;
    }
    const pixel = Math.floor(row) * raster.size + Math.floor(column);
    // Across half a pixel a steep surface comes nearer by itself.
    const slope = (Math.sqrt(1 - Math.min(cosine, 1) ** 2) / cosine) * (distance / focal);
    if (distance > (distances[pixel] ?? 0) + DEPTH_TOLERANCE + slope) {
      continue;
    }
    const weight =
      smoothstep(STEEPEST, FACING, cosine) *
      (reliability[entry] ?? 0) *
      (clearance[pixel] ?? 0) *
      smoothstep(0, PICTURE_FADE, border) *
      view.quality;
    if (weight > 0) {
      readColor(view, column - 0.5, row - 0.5, samples, entry * 4);
      samples[entry * 4 + 3] = Math.round(255 * weight);
    }
  }
  return samples;
}

/** Which triangles have no corner that turns to the camera. */
function turnedAway(triangles: Uint32Array, facing: Float32Array): Uint8Array {
  return Uint8Array.from({ length: triangles.length / 3 }, (_, triangle) => {
    const highest = Math.max(
      facing[triangles[triangle * 3] ?? 0] ?? 0,
      facing[triangles[triangle * 3 + 1] ?? 0] ?? 0,
      facing[triangles[triangle * 3 + 2] ?? 0] ?? 0,
    );
    return highest > STEEPEST ? 0 : 1;
  });
}

/** The colour between pixels' middles, into three bytes of the target. */
function readColor(
  { pixels, width, height }: SkinView,
  column: number,
  row: number,
  target: Uint8Array,
  at: number,
): void {
  const left = Math.min(Math.floor(column), width - 2);
  const top = Math.min(Math.floor(row), height - 2);
  const x = column - left;
  const y = row - top;
  const upper = (top * width + left) * 4;
  const lower = upper + width * 4;
  for (let channel = 0; channel < 3; channel += 1) {
    const above = (pixels[upper + channel] ?? 0) * (1 - x) + (pixels[upper + 4 + channel] ?? 0) * x;
    const below = (pixels[lower + channel] ?? 0) * (1 - x) + (pixels[lower + 4 + channel] ?? 0) * x;
    target[at + channel] = Math.round(above * (1 - y) + below * y);
  }
}

function meanColors(
  samples: Uint8Array,
  { cells, cellOfEntry, texelsInCell }: SkinLayout,
  linearLevels: Float32Array,
): Pick<UnwrappedView, 'colors' | 'weights'> {
  const colors = new Float32Array(cells * cells * 3);
  const weights = new Float32Array(cells * cells);
  for (let entry = 0; entry < cellOfEntry.length; entry += 1) {
    const weight = (samples[entry * 4 + 3] ?? 0) / 255;
    if (weight === 0) {
      continue;
    }
    const cell = cellOfEntry[entry] ?? 0;
    weights[cell] = (weights[cell] ?? 0) + weight;
    for (let channel = 0; channel < 3; channel += 1) {
      const level = linearLevels[samples[entry * 4 + channel] ?? 0] ?? 0;
      colors[cell * 3 + channel] = (colors[cell * 3 + channel] ?? 0) + weight * level;
    }
  }
  for (let cell = 0; cell < weights.length; cell += 1) {
    const total = weights[cell] ?? 0;
    for (let channel = 0; total > 0 && channel < 3; channel += 1) {
      colors[cell * 3 + channel] = (colors[cell * 3 + channel] ?? 0) / total;
    }
    weights[cell] = total / Math.max(texelsInCell[cell] ?? 0, 1);
  }
  return { colors, weights };
}

/** Mean difference of the face's pixels from their neighbours', by its brightness, times the picture's scale. */
function measureSharpness({ pixels, width, height }: SkinView, surface: PosedSurface): number {
  const { raster, focal, distance } = surface;
  let brightness = 0;
  let detail = 0;
  for (let row = 1; row + 1 < height; row += 1) {
    for (let column = 1; column + 1 < width; column += 1) {
      if ((raster.triangles[row * raster.size + column] ?? -1) < 0) {
        continue;
      }
      const green = (row * width + column) * 4 + 1;
      const own = pixels[green] ?? 0;
      const around =
        (pixels[green - 4] ?? 0) +
        (pixels[green + 4] ?? 0) +
        (pixels[green - width * 4] ?? 0) +
        (pixels[green + width * 4] ?? 0);
      brightness += own;
      detail += Math.abs(own - around / 4);
    }
  }
  return ((detail / Math.max(brightness, 1)) * focal) / distance;
}
