import { smoothstep } from '../../tracking/interpolation.ts';
import { type MergedCells, mergeCells } from './merge-cells.ts';
import type { SkinLayout } from './skin-layout.ts';
import { faceTone, hairTone } from './skin-look-fit.ts';
import type { UnwrappedView } from './unwrap-view.ts';
import { evenLight, fitLight, lightSamples, meanShading, shadeCells } from './view-lights.ts';

/** Turns of finding lights from skin and skin from lights. */
const TURNS = 3;
/** Fewest cells that must be seen. */
const FEWEST_CELLS = 50;

/** How far a colour outside of the face may be from the face's: darker, brighter, and of another hue (log ratios). */
const DARKER = -1.1;
const BRIGHTER = 0.7;
const OTHER_HUE = 0.6;
/** Log ratio of red to green beside the skin's where eyes and teeth begin, and where nothing is skin any more. */
const REDDISH = -0.12;
const PALE = -0.38;
/** Added to colours before they are compared, linear. */
const DARK = 0.004;

/** Cells of the skin, and the light that each view saw it in. */
export interface LitCells {
  readonly merged: MergedCells;
  /** Float32Array [27] per view (SkinTexture.lights). */
  readonly lights: readonly Float32Array[];
}

/**
 * Tells skin and light apart, in turns: lights from the skin known so far, at first a painted one, then the skin from
 * all views without their lights. Views of one light become alike, and so exposure and white balance match.
 * Brightness and tint that all views share are the skin's.
 *
 * @param expected linear colours of a plain skin, Float32Array [cells² × 3].
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
  const samples = views.map((view) => lightSamples(view, trust));
  const everywhere = new Float32Array(cells * cells).fill(1);
  let lights = samples.map((sample) => fitLight(sample, expected, everywhere, evenLight()));
  for (let turn = 0; turn < TURNS; turn += 1) {
    const shadings = shadeViews(views, lights, trust);
    const { colors, known } = mergeCells(views, shadings, layout, (cell) => Math.sign(trust[cell] ?? 0));
    const mean = meanLight(lights);
    lights = samples.map((sample) => fitLight(sample, colors, known, mean));
  }
  lights = shareBrightness(views, lights, trust);
  const shadings = shadeViews(views, lights, trust);
  return {
    merged: mergeCells(views, shadings, layout, likelihood(views, shadings, layout)),
    lights,
  };
}

function shadeViews(
  views: readonly UnwrappedView[],
  lights: readonly Float32Array[],
  trust: Float32Array,
): Float32Array[] {
  return views.map((view, v) => shadeCells(view, lights[v] ?? evenLight(), trust));
}

/** Brightness and tint of the middle view become the skin's, and the lights are even in the mean. */
function shareBrightness(
  views: readonly UnwrappedView[],
  lights: readonly Float32Array[],
  trust: Float32Array,
): Float32Array[] {
  const shadings = shadeViews(views, lights, trust);
  const means = views.map((view, v) => meanShading(view, shadings[v] ?? view.normals, trust));
  const middle = [0, 1, 2].map((channel) => {
    const sorted = means.map((mean) => mean[channel] ?? 1).sort((a, b) => a - b);
    return ((sorted[(sorted.length - 1) >> 1] ?? 1) + (sorted[sorted.length >> 1] ?? 1)) / 2;
  });
  return lights.map((light) => light.map((value, i) => value / Math.max(middle[i % 3] ?? 1, 1e-6)));
}

function meanLight(lights: readonly Float32Array[]): Float32Array {
  const mean = evenLight().fill(0);
  for (const light of lights) {
    // Each by its brightness, so that a dark picture has its say too.
    light.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value / Math.max(light[i % 3] ?? 1, 1e-6) / lights.length;
    });
  }
  return mean;
}

/**
 * How likely a cell has a colour: in the face anything but eyes and teeth beside their openings, on the scalp skin or
 * hair, elsewhere skin.
 */
function likelihood(
  views: readonly UnwrappedView[],
  shadings: readonly Float32Array[],
  layout: SkinLayout,
): (cell: number, color: Float32Array) => number {
  const { face, scalp, nearOpening } = layout;
  const certain = mergeCells(views, shadings, layout, () => 1);
  const tone = faceTone(certain, layout);
  const hair = hairTone(certain, layout) ?? tone;
  return (cell, color) => {
    const free = face[cell] ?? 0;
    const hairy = (scalp[cell] ?? 0) * likeness(color, hair);
    const redness = logRatio(color, tone, 0) - logRatio(color, tone, 1);
    const eyeOrTooth = (nearOpening[cell] ?? 0) * smoothstep(REDDISH, PALE, redness);
    return (free + (1 - free) * Math.max(likeness(color, tone), hairy)) * (1 - eyeOrTooth);
  };
}

/** How much a linear colour could be of that tone in some shade, 0..1. */
function likeness(color: Float32Array, tone: Float32Array): number {
  const red = logRatio(color, tone, 0);
  const green = logRatio(color, tone, 1);
  const blue = logRatio(color, tone, 2);
  const hue = Math.hypot(red - green, blue - green) / OTHER_HUE;
  const shade = green < 0 ? green / DARKER : green / BRIGHTER;
  return 1 - smoothstep(0.7, 1, Math.max(hue, shade));
}

function logRatio(color: Float32Array, tone: Float32Array, channel: number): number {
  return Math.log(((color[channel] ?? 0) + DARK) / ((tone[channel] ?? 0) + DARK));
}
