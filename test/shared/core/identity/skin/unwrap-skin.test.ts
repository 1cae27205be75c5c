import { beforeAll, describe, expect, it } from 'vitest';
import { shadeSphericalHarmonics } from '../../../../../src/shared/core/detail/spherical-harmonics-shading.ts';
import { PLAIN_SKIN, type SkinLook } from '../../../../../src/shared/core/face/skin-look.ts';
import { renderSkin } from '../../../../../src/shared/core/identity/skin/render-skin.ts';
import {
  createSkinLayout,
  type SkinLayout,
} from '../../../../../src/shared/core/identity/skin/skin-layout.ts';
import type { SkinTexture } from '../../../../../src/shared/core/identity/skin/skin-texture.ts';
import type { SkinView } from '../../../../../src/shared/core/identity/skin/skin-view.ts';
import { SkinUnwrap } from '../../../../../src/shared/core/identity/skin/unwrap-skin.ts';
import { evenLight } from '../../../../../src/shared/core/identity/skin/view-lights.ts';
import { readOpenHead } from '../../../../support/open-head.ts';
import { readOpenSkinPictures } from '../../../../support/open-skin-pictures.ts';
import { type KnownSkin, paintKnownSkin, takePicture } from '../../../../support/skin-pictures.ts';

const SIZE = 512;
const LOOK: SkinLook = {
  ...PLAIN_SKIN,
  tone: 0.3,
  undertone: 0.4,
  freckles: 0.6,
  stubble: 0.4,
  hair: [96, 60, 30],
  iris: [70, 100, 140],
};
/** Bands of a light: constant, x, y, z (spherical-harmonics-shading.ts). */
const ACROSS = 1;
const UP = 2;
const TOWARDS = 3;

const model = readOpenHead();
const pictures = readOpenSkinPictures();

/** A light whose factor is `exposure`, per channel, on what faces the camera, and more from some directions. */
function lightOf(exposure: readonly number[], slopes: Readonly<Record<number, number>> = {}): Float32Array {
  const even = evenLight();
  const light = even.map((value, i) => {
    const band = Math.floor(i / 3);
    return band === 0 ? value : (even[i % 3] ?? 0) * (slopes[band] ?? 0);
  });
  const facing = Float32Array.of(0, 0, 1);
  shadeSphericalHarmonics(facing, light, facing);
  return light.map((value, i) => (value * (exposure[i % 3] ?? 1)) / (facing[i % 3] ?? 1));
}

const POSES = [
  [0, 0],
  [-32, 0],
  [32, 0],
  [-14, 16],
  [14, -14],
] as const;

function unwrap(views: readonly SkinView[]): SkinTexture {
  const skin = new SkinUnwrap(model, pictures, SIZE);
  for (const view of views) {
    skin.add(view);
  }
  return skin.finish();
}

describe('unwrapping a known skin', () => {
  let layout: SkinLayout;
  let known: KnownSkin;
  let faceTexels: Uint32Array;

  beforeAll(() => {
    layout = createSkinLayout(model, pictures, SIZE);
    known = paintKnownSkin(model, pictures, LOOK, SIZE);
    faceTexels = layout.table.texels.filter(
      (_, entry) =>
        (layout.face[layout.cellOfEntry[entry] ?? 0] ?? 0) > 0.9 && (layout.reliability[entry] ?? 0) === 1,
    );
  }, 120_000);

  /** Found over known of the green of each texel, on a map of the atlas; NaN where it is not to be compared. */
  function ratios({ color, confidence }: SkinTexture, surest: number): Float32Array {
    const map = new Float32Array(SIZE * SIZE).fill(Number.NaN);
    for (const texel of faceTexels) {
      if ((confidence[texel] ?? 0) >= surest) {
        map[texel] = (color[texel * 4 + 1] ?? 0) / Math.max(known.color[texel * 4 + 1] ?? 0, 20);
      }
    }
    return map;
  }

  /** Mean difference from the known colours, 0..1, when the brightness of each channel is made the same. */
  function difference({ color, confidence }: SkinTexture): number {
    const seen = faceTexels.filter((texel) => (confidence[texel] ?? 0) > 128);
    const sums = [0, 1, 2].map((channel) => {
      const sum = (map: ArrayLike<number>) =>
        seen.reduce((total, texel) => total + (map[texel * 4 + channel] ?? 0), 0);
      const gain = sum(known.color) / sum(color);
      return seen.reduce(
        (total, texel) =>
          total +
          Math.abs(gain * (color[texel * 4 + channel] ?? 0) - (known.color[texel * 4 + channel] ?? 0)),
        0,
      );
    });
    return sums.reduce((total, sum) => total + sum, 0) / (seen.length * 3 * 255);
  }

  it('finds its colours, whatever each picture’s exposure, white balance and light', () => {
    const lights = [
      lightOf([1, 1, 1], { [TOWARDS]: 0.3 }),
      lightOf([0.75, 0.7, 0.65], { [TOWARDS]: 0.3, [UP]: 0.2 }),
      lightOf([1.15, 1.1, 1.2], { [TOWARDS]: 0.3, [ACROSS]: 0.25 }),
      lightOf([0.9, 0.9, 1], { [TOWARDS]: 0.3, [ACROSS]: -0.25 }),
      lightOf([1, 0.95, 0.85], { [TOWARDS]: 0.4 }),
    ];
    const views = POSES.map(([yaw, pitch], i) =>
      takePicture(model, known, { yaw, pitch, light: lights[i] ?? evenLight() }),
    );

    const texture = unwrap(views);

    expect(difference(texture)).toBeLessThan(0.03);
    expect(texture.coverage).toBeGreaterThan(0.9);
    texture.irisColor?.forEach((level, channel) => {
      expect(Math.abs(level - (LOOK.iris[channel] ?? 0))).toBeLessThan(20);
    });
    expect(texture.irisColor).toBeDefined();
    // Drawn in its own light, each picture comes back.
    views.forEach((view, i) => {
      const drawn = renderSkin(texture, texture.lights[i] ?? evenLight(), view, model);
      expect(pictureDifference(view, drawn)).toBeLessThan(0.03);
    });
  }, 120_000);

  it('shows no seams where one picture goes over into another', () => {
    const views = POSES.map(([yaw, pitch], i) => {
      const exposure = 0.7 + 0.12 * i;
      return takePicture(model, known, { yaw, pitch, light: lightOf([exposure, exposure, exposure]) });
    });

    const ratio = ratios(unwrap(views), 255);

    // Over 8 texels, what a border of two pictures takes, in steps of 4.
    const steps: number[] = [];
    for (const texel of faceTexels) {
      const step = Math.abs(blockMean(ratio, texel) - blockMean(ratio, texel + 8));
      if (Number.isFinite(step)) {
        steps.push(step);
      }
    }
    steps.sort((a, b) => a - b);
    expect(steps.length).toBeGreaterThan(10_000);
    expect(steps[Math.floor(0.99 * steps.length)]).toBeLessThan(0.06);
  }, 120_000);

  it('mirrors the side that was seen where the other was not', () => {
    const light = lightOf([1, 1, 1], { [TOWARDS]: 0.2 });
    const views = [-38, -30].map((yaw) => takePicture(model, known, { yaw, pitch: 0, light }));

    const { color, confidence } = unwrap(views);

    const mirrored = faceTexels.filter((texel) => {
      const other = layout.mirror[texel] ?? -1;
      return confidence[texel] === 0 && other >= 0 && confidence[other] === 255;
    });
    expect(mirrored.length).toBeGreaterThan(5000);
    const differences = mirrored.map((texel) =>
      Math.abs((color[texel * 4 + 1] ?? 0) - (color[(layout.mirror[texel] ?? 0) * 4 + 1] ?? 0)),
    );
    expect(differences.reduce((sum, value) => sum + value, 0) / differences.length / 255).toBeLessThan(0.03);
  }, 120_000);

  it('drops what only one picture shows', () => {
    const views = POSES.map(([yaw, pitch]) => takePicture(model, known, { yaw, pitch, light: evenLight() }));
    const [first] = views;
    // A blue hand before the cheek.
    for (let row = 150; row < 190; row += 1) {
      first?.pixels.fill(0, (row * 400 + 190) * 4, (row * 400 + 240) * 4);
    }

    expect(difference(unwrap(views))).toBeLessThan(0.016);
  }, 120_000);

  it('does not depend on the order of the pictures', () => {
    const views = POSES.slice(0, 3).map(([yaw, pitch]) =>
      takePicture(model, known, { yaw, pitch, light: evenLight() }),
    );

    const forwards = unwrap(views);
    const backwards = unwrap([...views].reverse());

    let largest = 0;
    forwards.color.forEach((level, i) => {
      largest = Math.max(largest, Math.abs(level - (backwards.color[i] ?? 0)));
    });
    expect(largest).toBeLessThanOrEqual(1);
  }, 120_000);

  it('refuses heads that are not finite, pictures of another size and pictures without the face', () => {
    const view = takePicture(model, known, { yaw: 0, pitch: 0, light: evenLight() });
    const skin = new SkinUnwrap(model, pictures, SIZE);
    const lost = view.vertices.slice();
    lost[7] = Number.NaN;

    expect(() => skin.add({ ...view, vertices: lost })).toThrow(/not finite/);
    expect(() => skin.add({ ...view, width: view.width + 1 })).toThrow(/bytes/);
    expect(() => skin.finish()).toThrow(/no picture shows the face/);
    skin.add({ ...view, vertices: view.vertices.map((value, i) => (i % 3 === 2 ? -value : value)) });
    expect(() => skin.finish()).toThrow(/no picture shows the face/);
    expect(() => new SkinUnwrap(model, pictures, 500)).toThrow(/multiple of 8/);
  }, 120_000);
});

/** Mean of 4 × 4 texels. */
function blockMean(map: Float32Array, texel: number): number {
  let sum = 0;
  for (let i = 0; i < 16; i += 1) {
    sum += map[texel + (i % 4) + Math.floor(i / 4) * SIZE] ?? Number.NaN;
  }
  return sum / 16;
}

/** Mean difference where a head was drawn, 0..1. */
function pictureDifference({ pixels }: SkinView, drawn: Uint8ClampedArray): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < drawn.length; at += 4) {
    if (drawn[at + 3] === 255) {
      count += 1;
      for (let channel = 0; channel < 3; channel += 1) {
        sum += Math.abs((pixels[at + channel] ?? 0) - (drawn[at + channel] ?? 0)) / 3 / 255;
      }
    }
  }
  return sum / count;
}
