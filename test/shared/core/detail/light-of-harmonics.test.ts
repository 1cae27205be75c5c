import { expect, it } from 'vitest';
import { createFaceLight } from '../../../../src/shared/core/avatar/face-light.ts';
import { lightOfHarmonics } from '../../../../src/shared/core/detail/light-of-harmonics.ts';
import { shadeSphericalHarmonics } from '../../../../src/shared/core/detail/spherical-harmonics-shading.ts';

/** A grey light whose bands 1..3 are scaled so that the shading is average + rise · (normal · direction). */
function greyLight(average: number, rise: number, direction: readonly number[]): Float32Array {
  const probe = (band: number, normal: readonly number[]) => {
    const light = new Float32Array(27);
    light.fill(1, band * 3, band * 3 + 3);
    const target = new Float32Array(3);
    shadeSphericalHarmonics(Float32Array.from(normal), light, target);
    return target[0] ?? 0;
  };
  const light = new Float32Array(27);
  light.fill(average / probe(0, [0, 0, 1]), 0, 3);
  [1, 2, 3].forEach((band) => {
    const unit = [band === 1 ? 1 : 0, band === 2 ? 1 : 0, band === 3 ? 1 : 0];
    light.fill((rise * (direction[band - 1] ?? 0)) / probe(band, unit), band * 3, band * 3 + 3);
  });
  return light;
}

it('finds where a light comes from and how much of it', () => {
  const found = createFaceLight();

  expect(lightOfHarmonics(greyLight(0.5, 0.5, [0.6, 0.8, 0]), found)).toBe(true);

  expect(found.direction[0]).toBeCloseTo(0.6, 5);
  expect(found.direction[1]).toBeCloseTo(0.8, 5);
  expect(found.share).toBeCloseTo(0.5, 5);
});

it('never takes more than all light from one side', () => {
  const found = createFaceLight();
  lightOfHarmonics(greyLight(0.1, 3, [0, 0, 1]), found);
  expect(found.share).toBe(1);
});

it('says nothing of darkness', () => {
  const found = createFaceLight();
  expect(lightOfHarmonics(new Float32Array(27), found)).toBe(false);
  expect(lightOfHarmonics(new Float32Array(27).fill(Number.NaN), found)).toBe(false);
  expect(found).toEqual(createFaceLight());
});
