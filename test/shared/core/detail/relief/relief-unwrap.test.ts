import { describe, expect, it } from 'vitest';
import { createReliefLayout } from '../../../../../src/shared/core/detail/relief/relief-layout.ts';
import {
  createReliefObservation,
  RELIEF_SIZE,
  type ReliefObservation,
} from '../../../../../src/shared/core/detail/relief/relief-observation.ts';
import { ReliefUnwrap, type ReliefView } from '../../../../../src/shared/core/detail/relief/relief-unwrap.ts';
import { bytesAllocatedPerCall } from '../../../../support/allocations.ts';
import { CREASES, creaseAt, pictureCreasedHead } from '../../../../support/creased-head.ts';
import { readOpenHead } from '../../../../support/open-head.ts';
import { readOpenSkinPictures } from '../../../../support/open-skin-pictures.ts';

const model = readOpenHead();
const layout = createReliefLayout(model, readOpenSkinPictures().parts, RELIEF_SIZE);
const unwrap = new ReliefUnwrap(layout, model.template.length / 3);
const creased = pictureCreasedHead(model, 0);

function observe(view: ReliefView): ReliefObservation {
  const target = createReliefObservation();
  target.shading.fill(99);
  target.weight.fill(99);
  unwrap.observe(view, target);
  return target;
}

function texelAt(u: number, v: number): number {
  return Math.floor((1 - v) * RELIEF_SIZE) * RELIEF_SIZE + Math.floor(u * RELIEF_SIZE);
}

const seen = ({ weight }: ReliefObservation) => weight.filter((value) => value > 0).length;

describe('laying a picture of a head on its atlas', () => {
  it('shows creases dark where they are, and even skin as nothing', () => {
    const { shading, weight } = observe(creased);

    for (const crease of CREASES) {
      const texel = texelAt(0.5, crease);
      expect(weight[texel]).toBeGreaterThan(200);
      // ln .75 = −.29 of .5 is −73; the picture softens it, and the forehead is round.
      expect(shading[texel]).toBeLessThan(-30);
      expect(shading[texel]).toBeGreaterThan(-95);
    }
    const even: number[] = [];
    for (const texel of layout.table.texels) {
      const u = ((texel % RELIEF_SIZE) + 0.5) / RELIEF_SIZE;
      const v = 1 - (Math.floor(texel / RELIEF_SIZE) + 0.5) / RELIEF_SIZE;
      if ((weight[texel] ?? 0) > 200 && creaseAt(u, v) === 1) {
        even.push(Math.abs(shading[texel] ?? 0));
      }
    }
    expect(even.length).toBeGreaterThan(8000);
    // What is left is the shape of the face itself.
    expect(even.sort((a, b) => a - b)[Math.floor(even.length / 2)]).toBeLessThan(12);
  });

  it('shows the same on a smaller part of the picture', () => {
    const part = { left: 160, top: 20, width: 320, height: 440, scale: 1 };
    const pixels = new Uint8Array(part.width * part.height * 4);
    for (let row = 0; row < part.height; row += 1) {
      const from = ((row + part.top) * creased.width + part.left) * 4;
      pixels.set(creased.pixels.subarray(from, from + part.width * 4), row * part.width * 4);
    }

    expect(observe({ ...creased, pixels, part })).toEqual(observe(creased));
  });

  it('leaves out what turns away, and what the nose hides', () => {
    const turned = observe(pictureCreasedHead(model, 0.7));

    // Turned to its left, the head shows its right cheek, which has the smaller u.
    const [right, left] = [texelAt(0.36, 0.5), texelAt(0.64, 0.5)];
    expect(turned.weight[right]).toBeGreaterThan(100);
    expect(turned.weight[left]).toBe(0);
  });

  it('sees nothing in the dark, in glare, far away, beside the picture or where there is no head', () => {
    const black = { ...creased, pixels: new Uint8Array(creased.pixels.length) };
    const white = { ...creased, pixels: new Uint8Array(creased.pixels.length).fill(255) };
    const moved = (z: number, x = 0) => ({
      ...creased,
      vertices: creased.vertices.map((value, i) => value + ([x, 0, z][i % 3] ?? 0)),
    });
    const lost = { ...creased, vertices: creased.vertices.map(() => Number.NaN) };

    for (const view of [black, white, moved(-4), moved(0, 3), moved(2), lost]) {
      const { shading, weight } = observe(view);
      expect(weight.every((value) => value === 0)).toBe(true);
      expect(shading.every((value) => value === 0)).toBe(true);
    }
    expect(seen(observe(moved(0, 0.15)))).toBeLessThan(0.7 * seen(observe(creased)));
  });

  it('allocates next to nothing for a picture of a megabyte', () => {
    const target = createReliefObservation();

    expect(bytesAllocatedPerCall(() => unwrap.observe(creased, target), 40, 8)).toBeLessThan(10_000);
  });
});
