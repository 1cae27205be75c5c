import { shadeSphericalHarmonics } from '../../detail/spherical-harmonics-shading.ts';
import { factorCholesky, solveCholesky } from '../../tracking/solver/cholesky.ts';
import type { UnwrappedView } from './unwrap-view.ts';

/** Bands of a second-order light. */
const BANDS = 9;
const CHANNELS = [0, 1, 2] as const;
/** Reweightings against what is no plain skin: highlights, cast shadows, hair. */
const PASSES = 4;
/** Relative difference from which a cell counts ever less (Geman–McClure). */
const OUTLIER = 0.2;
/**
 * How strongly each band is held to what is expected of it, beside the cells' own say: the face shows half of all
 * directions only, and what its finer bands tell apart are as often beards and blushes as lamps.
 */
const HOLD: readonly number[] = [0, 0.01, 0.01, 0.01, 0.04, 0.04, 0.04, 0.04, 0.04];
/**
 * How much more strongly each colour's light is held to that of all colours together: lamps differ in brightness more
 * than in colour, and at the face's outline little else tells a tinted lamp from tinted skin.
 */
const SAME_COLOR = 12;
/** Shading is kept within these factors of its mean over the face: beyond, noise would be turned into skin. */
const DARKEST = 0.3;
const BRIGHTEST = 2.2;

/** The cells of a picture that its light is told by. */
export interface LitSamples {
  /** Indices of the cells, Uint32Array [n]. */
  readonly cells: Uint32Array;
  /** How well each is seen, Float32Array [n]. */
  readonly weights: Float32Array;
  /** Linear colours seen, Float32Array [n × 3]. */
  readonly colors: Float32Array;
  /** The light's bands at their normals, Float32Array [n × 9]. */
  readonly bands: Float32Array;
}

/** @param trust how far each cell is plain skin, 0..1, Float32Array [cells²]. */
export function lightSamples(view: UnwrappedView, trust: Float32Array): LitSamples {
  const cells = Uint32Array.from(
    [...view.weights.keys()].filter((cell) => (view.weights[cell] ?? 0) * (trust[cell] ?? 0) > 0),
  );
  const normals = pickVectors(view.normals, cells);
  return {
    cells,
    weights: Float32Array.from(cells, (cell) => (view.weights[cell] ?? 0) * (trust[cell] ?? 0)),
    colors: pickVectors(view.colors, cells),
    bands: bandsOf(normals),
  };
}

function pickVectors(vectors: Float32Array, picks: Uint32Array): Float32Array {
  return Float32Array.from(
    { length: picks.length * 3 },
    (_, i) => vectors[(picks[Math.floor(i / 3)] ?? 0) * 3 + (i % 3)] ?? 0,
  );
}

/**
 * The second-order light that explains a picture of known skin: robust regularised least squares per channel.
 *
 * @param albedo what is known of the skin's own colour, linear, Float32Array [cells² × 3].
 * @param known how far each cell's is, 0..1, Float32Array [cells²].
 * @param expected what the light is held to, Float32Array [27]; only its proportions count.
 */
export function fitLight(
  samples: LitSamples,
  albedo: Float32Array,
  known: Float32Array,
  expected: Float32Array,
): Float32Array {
  const solve = (channels: readonly number[], held: ArrayLike<number>, holding: number) =>
    fitBands(
      samples,
      Float32Array.from(samples.weights, (weight, i) => weight * (known[samples.cells[i] ?? 0] ?? 0)),
      Float32Array.from(samples.cells, (cell) => meanOf(albedo, cell, channels)),
      Float32Array.from(samples.cells, (_, i) => meanOf(samples.colors, i, channels)),
      { bands: held, holding },
    );
  const expectedGrey = Float32Array.from({ length: BANDS }, (_, band) => meanOf(expected, band, CHANNELS));
  const grey = solve(CHANNELS, expectedGrey, 1);
  const light = new Float32Array(BANDS * 3);
  for (const channel of CHANNELS) {
    solve([channel], grey, SAME_COLOR).forEach((value, band) => {
      light[band * 3 + channel] = value;
    });
  }
  return light;
}

/** Mean of some channels of the vector at an index. */
function meanOf(vectors: Float32Array, index: number, channels: readonly number[]): number {
  return channels.reduce((sum, channel) => sum + (vectors[index * 3 + channel] ?? 0), 0) / channels.length;
}

/** A light of one channel that another one is held to. */
interface ExpectedBands {
  readonly bands: ArrayLike<number>;
  /** How strongly, beside HOLD. */
  readonly holding: number;
}

/** The light of one channel that makes `seen` of `skin`, Float64Array [9]. */
function fitBands(
  { bands }: LitSamples,
  weights: Float32Array,
  skin: Float32Array,
  seen: Float32Array,
  expected: ExpectedBands,
): Float64Array {
  const solution = new Float64Array(BANDS);
  const normal = new Float64Array(BANDS * BANDS);
  for (let pass = 0; pass < PASSES; pass += 1) {
    const right = new Float64Array(BANDS);
    normal.fill(0);
    for (let i = 0; i < skin.length; i += 1) {
      const own = skin[i] ?? 0;
      const value = seen[i] ?? 0;
      const belief = pass === 0 ? 1 : believe(bands, i * BANDS, solution, own, value);
      addRow(normal, right, bands, i * BANDS, (weights[i] ?? 0) * belief * own, own, value);
    }
    hold(normal, right, expected);
    factorCholesky(normal, BANDS);
    solveCholesky(normal, BANDS, right);
    solution.set(right);
  }
  return solution;
}

/** How far a cell is explained by the light found so far. */
function believe(
  bands: Float32Array,
  at: number,
  solution: Float64Array,
  skin: number,
  seen: number,
): number {
  let shading = 0;
  for (let band = 0; band < BANDS; band += 1) {
    shading += (bands[at + band] ?? 0) * (solution[band] ?? 0);
  }
  const explained = skin * shading;
  const difference = (seen - explained) / Math.max(0.5 * (seen + Math.abs(explained)), 1e-3);
  return 1 / (1 + (difference / OUTLIER) ** 2) ** 2;
}

function addRow(
  normal: Float64Array,
  right: Float64Array,
  bands: Float32Array,
  at: number,
  factor: number,
  skin: number,
  seen: number,
): void {
  for (let a = 0; a < BANDS; a += 1) {
    const scaled = factor * (bands[at + a] ?? 0);
    right[a] = (right[a] ?? 0) + scaled * seen;
    for (let b = 0; b <= a; b += 1) {
      normal[a * BANDS + b] = (normal[a * BANDS + b] ?? 0) + scaled * skin * (bands[at + b] ?? 0);
    }
  }
}

/** Adds the expected light as if further cells had shown it, as bright as explains these best. */
function hold(normal: Float64Array, right: Float64Array, { bands, holding }: ExpectedBands): void {
  let explained = 0;
  let power = 0;
  for (let a = 0; a < BANDS; a += 1) {
    explained += (bands[a] ?? 0) * (right[a] ?? 0);
    for (let b = 0; b <= a; b += 1) {
      const both = (bands[a] ?? 0) * (bands[b] ?? 0) * (normal[a * BANDS + b] ?? 0);
      power += a === b ? both : 2 * both;
    }
  }
  const scale = explained / Math.max(power, 1e-12);
  const strength = normal[0] ?? 0;
  for (let band = 1; band < BANDS; band += 1) {
    // The constant band's value is 0.28: the others count in its square.
    const weight = strength * (HOLD[band] ?? 0) * holding * HELD_SCALE;
    normal[band * BANDS + band] = (normal[band * BANDS + band] ?? 0) + weight;
    right[band] = (right[band] ?? 0) + weight * scale * (bands[band] ?? 0);
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
