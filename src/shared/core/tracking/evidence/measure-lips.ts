import { evidenceIndex } from '../../face/image-evidence.ts';
import { ramp } from '../interpolation.ts';
import { ALIGNED_BIOCULAR, type AlignedFace } from './aligned-face.ts';
import type { FacePixels } from './face-pixels.ts';
import type { SkinReference } from './skin-reference.ts';

/** Landmarks on the inner edges of the upper and lower lip, from the subject's right to the left, without the corners. */
const UPPER_EDGE = [80, 81, 82, 13, 312, 311, 310] as const;
const LOWER_EDGE = [88, 178, 87, 14, 317, 402, 318] as const;
const MIDDLE = 3;

/** Rows looked at above and below the mouth's line, and the step between them, pixels of the aligned picture. */
const ABOVE = 29;
const BELOW = 35;
const STEP = 0.5;
const ROWS = 1 + (ABOVE + BELOW) / STEP;

/** Lips are redder than the skin around by this much, but not as dark as the mouth's inside. */
const RED = [0.03, 0.12] as const;
const SHADED = [-1.4, -0.9] as const;
/** Within this of the mouth's line, as a share of the biocular distance, dark means the mouth's inside. */
const INSIDE = 0.2;
const DARK = [0.7, 1.3] as const;
/** Teeth are less red than skin and nearly as light, and lie between the lips' edges or this close to them. */
const PALE = [0, 0.1] as const;
const LIGHT = [-0.7, -0.3] as const;
const LIP_EDGE = 0.05;

const HEIGHTS = {
  upper: evidenceIndex('upperLipHeight'),
  upperLeft: evidenceIndex('upperLipHeightLeft'),
  upperRight: evidenceIndex('upperLipHeightRight'),
  lower: evidenceIndex('lowerLipHeight'),
  lowerLeft: evidenceIndex('lowerLipHeightLeft'),
  lowerRight: evidenceIndex('lowerLipHeightRight'),
} as const;
const DARKNESS = evidenceIndex('mouthDarkness');
const TEETH = evidenceIndex('teeth');
const INNER_RED = evidenceIndex('innerRed');

/** Columns that count for the middle of a lip, and for each of its halves. */
const CENTRAL = 3;
const HALF = 3;

/**
 * How much of the red of each lip shows, and how much dark, tooth and red between the lips.
 * @param skin around the mouth.
 * @param target holds 0 where this adds up.
 */
export function measureLips(
  pixels: FacePixels,
  { points }: AlignedFace,
  skin: SkinReference,
  target: Float32Array,
): void {
  for (let column = 0; column < UPPER_EDGE.length; column++) {
    const upper = (UPPER_EDGE[column] ?? 0) * 2;
    const lower = (LOWER_EDGE[column] ?? 0) * 2;
    const x = ((points[upper] ?? 0) + (points[lower] ?? 0)) / 2;
    const y = ((points[upper + 1] ?? 0) + (points[lower + 1] ?? 0)) / 2;
    const half = ((points[lower + 1] ?? 0) - (points[upper + 1] ?? 0)) / 2;
    measureColumn(pixels, skin, column, x, y, half, target);
  }
}

function measureColumn(
  pixels: FacePixels,
  skin: SkinReference,
  column: number,
  x: number,
  y: number,
  /** Of the gap that the landmarks see between the lips, pixels. */
  half: number,
  target: Float32Array,
): void {
  const step = STEP / ALIGNED_BIOCULAR;
  let upper = 0;
  let lower = 0;
  pixels.lookAlong(x, y - ABOVE, 0, STEP, ROWS);
  for (let i = 0; i < ROWS; i++) {
    const offset = i * STEP - ABOVE;
    const redder = (pixels.rednesses[i] ?? 0) - skin.redness;
    const lighter = (pixels.lights[i] ?? 0) - skin.light;
    const lip = ramp(RED[0], RED[1], redder) * ramp(SHADED[0], SHADED[1], lighter);
    const reach = Math.abs(offset);
    if (reach < half * 0.6) {
      add(target, INNER_RED, (lip * step) / UPPER_EDGE.length);
    }
    if (offset < -half * 0.5) {
      upper += lip * step;
    } else if (offset > half * 0.5) {
      lower += lip * step;
    }
    if (reach < INSIDE * ALIGNED_BIOCULAR) {
      add(target, DARKNESS, (ramp(DARK[0], DARK[1], -lighter) * step) / UPPER_EDGE.length);
    }
    if (reach < half + LIP_EDGE * ALIGNED_BIOCULAR) {
      const tooth = ramp(PALE[0], PALE[1], -redder) * ramp(LIGHT[0], LIGHT[1], lighter);
      add(target, TEETH, (tooth * step) / UPPER_EDGE.length);
    }
  }
  if (Math.abs(column - MIDDLE) <= 1) {
    add(target, HEIGHTS.upper, upper / CENTRAL);
    add(target, HEIGHTS.lower, lower / CENTRAL);
  }
  if (column < MIDDLE) {
    add(target, HEIGHTS.upperRight, upper / HALF);
    add(target, HEIGHTS.lowerRight, lower / HALF);
  } else if (column > MIDDLE) {
    add(target, HEIGHTS.upperLeft, upper / HALF);
    add(target, HEIGHTS.lowerLeft, lower / HALF);
  }
}

function add(target: Float32Array, index: number, value: number): void {
  target[index] = (target[index] ?? 0) + value;
}
