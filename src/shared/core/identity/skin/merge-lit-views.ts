import { type MergedCells, mergeCells } from './merge-cells.ts';
import { CELL, type SkinLayout } from './skin-layout.ts';
import { faceTone } from './skin-look-fit.ts';
import type { UnwrappedView } from './unwrap-view.ts';
import { evenLight, fitLight, meanShading, shadeCells } from './view-lights.ts';

/** Turns of finding lights from skin and skin from lights. */
const TURNS = 3;
/** Fewest cells that must be seen. */
const FEWEST_CELLS = 50;

/** How far a colour outside of the face may be from the face's: darker, brighter, and of another hue (log ratios). */
const DARKER = -1.1;
const BRIGHTER = 0.7;
const OTHER_HUE = 0.4;

/** Cells of the skin, and the light that each view saw it in. */
export interface LitCells {
  readonly merged: MergedCells;
  /** Float32Array [27] per view (SkinTexture.lights). */
  readonly lights: readonly Float32Array[];
  /** Mean factors of each view's light on the face, Float32Array [3] per view. */
  readonly exposures: readonly Float32Array[];
}

/**
 * Tells skin and light apart, in turns: lights from the skin known so far, at first a painted one, then the skin from
 * all views without their lights. Views of one light become alike, and so exposure and white balance match.
 * Brightness and tint that all views share are the skin's.
 *
 * @param expected linear colours of a plain skin, Float32Array [size × size × 3].
 * @throws RangeError when no view shows the face.
 */
export function mergeLitViews(
  views: readonly UnwrappedView[],
  layout: SkinLayout,
  expected: Float32Array,
): LitCells {
  const { face, scalp, cells } = layout;
  const trust = face.map((share, cell) => share * (1 - (scalp[cell] ?? 0)));
  const seen = trust.filter(
    (share, cell) => share > 0 && views.some(({ weights }) => (weights[cell] ?? 0) > 0),
  );
  if (seen.length < FEWEST_CELLS) {
    throw new RangeError('no picture shows the face: its skin cannot be unwrapped');
  }
  let albedo = cellMeans(expected, layout);
  let lights = views.map((view) => fitLight(view, { albedo, trust }, evenLight()));
  for (let turn = 0; turn < TURNS; turn += 1) {
    const shadings = views.map((view, v) => shadeCells(view, lights[v] ?? evenLight(), trust));
    const merged = mergeCells(views, shadings, layout, () => 1);
    albedo = merged.colors;
    const target = { albedo, trust: trust.map((share, cell) => share * (merged.known[cell] ?? 0)) };
    const mean = meanOf(lights);
    lights = views.map((view) => fitLight(view, target, mean));
  }
  lights = shareBrightness(views, lights, trust);
  const shadings = views.map((view, v) => shadeCells(view, lights[v] ?? evenLight(), trust));
  const tone = faceTone(
    mergeCells(views, shadings, layout, (cell) => face[cell] ?? 0),
    layout,
  );
  const isUnlike = (cell: number, color: Float32Array) => {
    const free = Math.max(face[cell] ?? 0, scalp[cell] ?? 0);
    return free + (1 - free) * skinLikeness(color, tone);
  };
  return {
    merged: mergeCells(views, shadings, { cells }, isUnlike),
    lights,
    exposures: shadings.map((shading, v) => meanShading(views[v] ?? raise(), shading, trust)),
  };
}

function raise(): never {
  throw new RangeError('as many shadings as views expected');
}

/** Brightness and tint of the middle view become the skin's, and the lights are even in the mean. */
function shareBrightness(
  views: readonly UnwrappedView[],
  lights: readonly Float32Array[],
  trust: Float32Array,
): Float32Array[] {
  const means = views.map((view, v) => {
    const light = lights[v] ?? evenLight();
    return meanShading(view, shadeCells(view, light, trust), trust);
  });
  const middle = [0, 1, 2].map((channel) => {
    const sorted = means.map((mean) => mean[channel] ?? 1).sort((a, b) => a - b);
    return ((sorted[(sorted.length - 1) >> 1] ?? 1) + (sorted[sorted.length >> 1] ?? 1)) / 2;
  });
  return lights.map((light) => light.map((value, i) => value / Math.max(middle[i % 3] ?? 1, 1e-6)));
}

function meanOf(lights: readonly Float32Array[]): Float32Array {
  const mean = evenLight().fill(0);
  for (const light of lights) {
    // Each by its brightness, so that a dark picture has its say too.
    light.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value / Math.max(light[i % 3] ?? 1, 1e-6) / lights.length;
    });
  }
  return mean;
}

/** How much a linear colour could be skin of that tone in some shade, 0..1. */
function skinLikeness(color: Float32Array, tone: Float32Array): number {
  const [red = 0, green = 0, blue = 0] = color.map((value, i) =>
    Math.log((value + 0.003) / ((tone[i] ?? 0) + 0.003)),
  );
  const hue = Math.hypot(red - green, blue - green) / OTHER_HUE;
  const shade = green < 0 ? green / DARKER : green / BRIGHTER;
  return 1 / (1 + hue ** 4) / (1 + shade ** 4);
}

/** Means over cells of a map of texels, Float32Array [cells² × 3]. */
function cellMeans(colors: Float32Array, { size, cells }: SkinLayout): Float32Array {
  const means = new Float32Array(cells * cells * 3);
  for (let texel = 0; texel < size * size; texel += 1) {
    const cell = Math.floor(texel / size / CELL) * cells + Math.floor((texel % size) / CELL);
    for (let channel = 0; channel < 3; channel += 1) {
      const at = cell * 3 + channel;
      means[at] = (means[at] ?? 0) + (colors[texel * 3 + channel] ?? 0) / CELL ** 2;
    }
  }
  return means;
}
