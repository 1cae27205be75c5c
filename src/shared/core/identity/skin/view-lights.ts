import { shadeSphericalHarmonics } from '../../detail/spherical-harmonics-shading.ts';
import { factorCholesky, solveCholesky } from '../../tracking/solver/cholesky.ts';
import type { UnwrappedView } from './unwrap-view.ts';

/** Bands of a second-order light. */
const BANDS = 9;
/** Reweightings against what is no plain skin: highlights, cast shadows, hair. */
const PASSES = 4;
/** Relative difference from which a cell counts ever less (Geman–McClure). */
const OUTLIER = 0.2;
/**
 * How strongly each band is held to what is expected of it, beside the cells' own say: the face shows half of all
 * directions only, and what its finer bands tell apart are as often beards and blushes as lamps.
 */
const HOLD: readonly number[] = [0, 0.01, 0.01, 0.01, 0.04, 0.04, 0.04, 0.04, 0.04];
/** Shading is kept within these factors of its mean over the face: beyond, noise would be turned into skin. */
const DARKEST = 0.3;
const BRIGHTEST = 2.2;

/** What a light is fitted to. */
export interface LightTarget {
  /** What is known of the skin's own colour, Float32Array [cells² × 3]. */
  readonly albedo: Float32Array;
  /** How far each cell may be trusted to have it, 0..1, Float32Array [cells²]. */
  readonly trust: Float32Array;
}

/**
 * The second-order light that explains a picture of known skin: robust regularised least squares per channel.
 * @param expected what the light is held to, Float32Array [27]; only its proportions count.
 */
export function fitLight(
  view: UnwrappedView,
  { albedo, trust }: LightTarget,
  expected: Float32Array,
): Float32Array {
  const bands = bandsOf(view.normals);
  const light = new Float32Array(BANDS * 3);
  const weights = view.weights.map((weight, cell) => weight * (trust[cell] ?? 0));
  const used = [...weights.keys()].filter((cell) => (weights[cell] ?? 0) > 0);
  for (let channel = 0; channel < 3; channel += 1) {
    const solution = new Float64Array(BANDS);
    for (let pass = 0; pass < PASSES; pass += 1) {
      const normal = new Float64Array(BANDS * BANDS);
      const right = new Float64Array(BANDS);
      for (const cell of used) {
        const skin = albedo[cell * 3 + channel] ?? 0;
        const seen = view.colors[cell * 3 + channel] ?? 0;
        const at = cell * BANDS;
        const row = bands.subarray(at, at + BANDS);
        const weight = (weights[cell] ?? 0) * (pass === 0 ? 1 : believe(row, solution, skin, seen));
        addRow(normal, right, row, skin, seen, weight);
      }
      hold(normal, right, expected, channel);
      factorCholesky(normal, BANDS);
      solveCholesky(normal, BANDS, right);
      solution.set(right);
    }
    solution.forEach((value, band) => {
      light[band * 3 + channel] = value;
    });
  }
  return light;
}

/** How far a cell is explained by the light found so far. */
function believe(row: Float32Array, solution: Float64Array, skin: number, seen: number): number {
  const shading = row.reduce((sum, value, band) => sum + value * (solution[band] ?? 0), 0);
  const difference = (seen - skin * shading) / Math.max(0.5 * (seen + Math.abs(skin * shading)), 1e-3);
  return 1 / (1 + (difference / OUTLIER) ** 2) ** 2;
}

function addRow(
  normal: Float64Array,
  right: Float64Array,
  row: Float32Array,
  skin: number,
  seen: number,
  weight: number,
): void {
  for (let a = 0; a < BANDS; a += 1) {
    const scaled = weight * skin * (row[a] ?? 0);
    right[a] = (right[a] ?? 0) + scaled * seen;
    for (let b = 0; b <= a; b += 1) {
      normal[a * BANDS + b] = (normal[a * BANDS + b] ?? 0) + scaled * skin * (row[b] ?? 0);
    }
  }
}

/** Adds the expected light as if further cells had shown it, as bright as these have it. */
function hold(normal: Float64Array, right: Float64Array, expected: Float32Array, channel: number): void {
  const strength = normal[0] ?? 0;
  const scale = (right[0] ?? 0) / Math.max(strength * (expected[channel] ?? 0), 1e-9);
  for (let band = 1; band < BANDS; band += 1) {
    // The constant band's value is 0.28: the others count in its square.
    const weight = strength * (HOLD[band] ?? 0) * HELD_SCALE;
    normal[band * BANDS + band] = (normal[band * BANDS + band] ?? 0) + weight;
    right[band] = (right[band] ?? 0) + weight * scale * (expected[band * 3 + channel] ?? 0);
  }
}

/** One over the square of the constant band. */
const HELD_SCALE = 4 * Math.PI;

/** The value of each band at each normal, Float32Array [normals × 9]: the shading of nine lights of a single band. */
function bandsOf(normals: Float32Array): Float32Array {
  const bands = new Float32Array((normals.length / 3) * BANDS);
  const shading = new Float32Array(normals.length);
  for (let first = 0; first < BANDS; first += 3) {
    const light = new Float32Array(BANDS * 3);
    for (let channel = 0; channel < 3; channel += 1) {
      light[(first + channel) * 3 + channel] = 1;
    }
    shadeSphericalHarmonics(normals, light, shading);
    for (let i = 0; i < normals.length / 3; i += 1) {
      bands.set(shading.subarray(i * 3, i * 3 + 3), i * BANDS + first);
    }
  }
  return bands;
}

/** An even light of factor 1 from everywhere, Float32Array [27]. */
export function evenLight(): Float32Array {
  const light = new Float32Array(BANDS * 3);
  const one = new Float32Array(3);
  shadeSphericalHarmonics(new Float32Array(3), light.fill(1, 0, 3), one);
  return light.map((value) => value / (one[0] ?? 1));
}

/**
 * Factors of a light on each cell, kept within bounds about their mean over the cells that `trust` names,
 * Float32Array [cells² × 3].
 */
export function shadeCells(view: UnwrappedView, light: Float32Array, trust: Float32Array): Float32Array {
  const shading = new Float32Array(view.normals.length);
  shadeSphericalHarmonics(view.normals, light, shading);
  const mean = meanShading(view, shading, trust);
  return shading.map((value, i) => {
    const middle = mean[i % 3] ?? 1;
    return Math.min(Math.max(value, DARKEST * middle), BRIGHTEST * middle);
  });
}

/** Mean factors over the trusted cells that a picture shows, Float32Array [3]. */
export function meanShading(view: UnwrappedView, shading: Float32Array, trust: Float32Array): Float32Array {
  const mean = new Float32Array(3);
  let total = 0;
  view.weights.forEach((seen, cell) => {
    const weight = seen * (trust[cell] ?? 0);
    total += weight;
    for (let channel = 0; weight > 0 && channel < 3; channel += 1) {
      mean[channel] = (mean[channel] ?? 0) + weight * (shading[cell * 3 + channel] ?? 0);
    }
  });
  return mean.map((sum) => sum / Math.max(total, 1e-9));
}
