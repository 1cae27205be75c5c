import { describe, expect, it } from 'vitest';
import { findFineRelief, type ReliefView } from '../../../../../src/shared/core/identity/skin/fine-relief.ts';
import { createLinearLevels } from '../../../../../src/shared/core/identity/skin/srgb.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

/** A flat piece of bare skin on an atlas. */
const SIZE = 512;
const CELLS = SIZE / 8;
/** Rows that are looked at: the rest of the atlas is empty. */
const ROWS = 120;
const TEXELS = ROWS * SIZE;
const LAYOUT = {
  size: SIZE,
  cells: CELLS,
  face: new Float32Array(CELLS * CELLS).fill(1),
  scalp: new Float32Array(CELLS * CELLS),
  nearOpening: new Float32Array(CELLS * CELLS),
  table: { texels: Uint32Array.from({ length: TEXELS }, (_, texel) => texel) },
};
const LEVELS = createLinearLevels();

/** Pixels along a metre of a face: one to a texel of 0.75 mm. */
const SHARP = 1350;

/** Pores a few texels apart, 1 at the highest. */
function pores(texel: number): number {
  const x = texel % SIZE;
  const y = Math.floor(texel / SIZE);
  return Math.sin(x * 1.05) * Math.cos(y * 1.05);
}

/** What a view shows of skin, brightness 1 being sRGB 160. */
function viewOf(brightness: (texel: number) => number, resolution = SHARP): ReliefView {
  const samples = new Uint8Array(TEXELS * 4);
  for (let texel = 0; texel < TEXELS; texel += 1) {
    const level = 160 * brightness(texel) ** (1 / 2.2);
    samples.fill(Math.min(Math.max(Math.round(level), 0), 255), texel * 4, texel * 4 + 3);
    samples[texel * 4 + 3] = 255;
  }
  return { samples, resolution };
}

/** Noise of a camera, standard deviation about 0.03, another one for each view. */
function noiseOf(seed: number): () => number {
  const random = seededRandom(seed);
  return () => 0.03 * 2 * (random() + random() + random() - 1.5);
}

/** Five views, each with noise and light from another side. */
function seen(pattern: (texel: number) => number, resolution = SHARP): readonly ReliefView[] {
  return Array.from({ length: 5 }, (_, i) => {
    const noise = noiseOf(i + 1);
    const slant = (((i % 4) - 1.5) * 0.3) / SIZE;
    return viewOf((texel) => (0.8 + slant * (texel % SIZE)) * (1 + pattern(texel) + noise()), resolution);
  });
}

const relief = (views: readonly ReliefView[]) => findFineRelief(views, LAYOUT, LEVELS);

/** Root of the mean square over texels away from the edges, metres. */
function depthOf(displacement: Float32Array | undefined): number {
  let sum = 0;
  let count = 0;
  for (let y = 20; y < ROWS - 20; y += 1) {
    for (let x = 20; x < SIZE - 20; x += 1) {
      sum += (displacement?.[y * SIZE + x] ?? 0) ** 2;
      count += 1;
    }
  }
  return Math.sqrt(sum / count);
}

describe('fine relief', () => {
  it('shows pores where they are, at most 0.15 mm deep', () => {
    const found = relief(seen((texel) => 0.04 * pores(texel)))?.displacement ?? new Float32Array(0);

    let product = 0;
    let own = 0;
    let wanted = 0;
    for (let y = 20; y < ROWS - 20; y += 1) {
      for (let x = 20; x < SIZE - 20; x += 1) {
        const texel = y * SIZE + x;
        const depth = found[texel] ?? Number.NaN;
        product += depth * pores(texel);
        own += depth ** 2;
        wanted += pores(texel) ** 2;
      }
    }
    expect(product / Math.sqrt(own * wanted)).toBeGreaterThan(0.9);
    expect(depthOf(found)).toBeGreaterThan(3e-6);
    expect(found.every((depth) => Math.abs(depth) <= 0.00015)).toBe(true);
  });

  it('is flat on smooth skin, whatever the camera’s noise', () => {
    const pored = depthOf(relief(seen((texel) => 0.04 * pores(texel)))?.displacement);

    expect(depthOf(relief(seen(() => 0))?.displacement)).toBeLessThan(pored / 8);
  });

  it('is flat where views do not agree, and of a single view', () => {
    const pored = seen((texel) => 0.04 * pores(texel));
    const moved = pored.map((_, i) => viewOf((texel) => 0.8 * (1 + 0.04 * pores(texel + i * 3))));

    expect(depthOf(relief(moved)?.displacement)).toBeLessThan(depthOf(relief(pored)?.displacement) / 4);
    expect(relief(pored.slice(0, 1))).toBeUndefined();
    expect(relief([])).toBeUndefined();
  });

  it('is flat in pictures with too few pixels, blurred ones and ones as bright as can be', () => {
    const pored = (texel: number) => 0.04 * pores(texel);
    const blurred = relief(seen((texel) => 0.04 * Math.sin((texel % SIZE) / 20)));

    expect(relief(seen(pored, 450))).toBeUndefined();
    expect(depthOf(blurred?.displacement)).toBeLessThan(1.5e-6);
    expect(relief(seen((texel) => 20 + pored(texel)))).toBeUndefined();
  });

  it('is nearly flat across a brow', () => {
    const hair = (texel: number) => 0.6 * pores(texel);
    const skin = (texel: number) => 0.04 * pores(texel);

    expect(depthOf(relief(seen(hair))?.displacement)).toBeLessThan(depthOf(relief(seen(skin))?.displacement));
  });

  it('is 0 where nothing was seen', () => {
    const views = seen((texel) => 0.04 * pores(texel)).map(({ samples, resolution }) => ({
      samples: samples.map((value, i) => (i % 4 === 3 && (i >> 2) % SIZE > 300 ? 0 : value)),
      resolution,
    }));
    const { displacement } = relief(views) ?? { displacement: new Float32Array(1).fill(1) };

    expect(
      displacement.every((depth, texel) => Number.isFinite(depth) && (texel % SIZE <= 300 || depth === 0)),
    ).toBe(true);
  });
});
