import { shadeSphericalHarmonics } from '../../detail/spherical-harmonics-shading.ts';
import { interpolateOverPixels, sampleMapOverPixels } from '../../detail/surface-raster.ts';
import type { FaceModel } from '../../face/face-model.ts';
import { projectSurface } from './posed-surface.ts';
import type { SkinTexture } from './skin-texture.ts';
import type { SkinView } from './skin-view.ts';
import { createEncodedLevels, createLinearLevels, encodeLevel } from './srgb.ts';

/**
 * Draws a head with its skin as a picture would show it: what the texture is measured by against the pictures it was
 * made from.
 *
 * @param view whose camera and posed head are used.
 * @param light as in SkinTexture.lights, Float32Array [27].
 * @returns sRGB, row by row from the top, [height × width × 4]; alpha 255 where the head is, else 0.
 */
export function renderSkin(
  { color, size }: Pick<SkinTexture, 'color' | 'size'>,
  light: Float32Array,
  view: Omit<SkinView, 'pixels' | 'quality'>,
  model: FaceModel,
): Uint8ClampedArray<ArrayBuffer> {
  const { raster, normals } = projectSurface(view, model);
  const linearLevels = createLinearLevels();
  const encodedLevels = createEncodedLevels();
  const albedo = new Float32Array(size * size * 3);
  for (let i = 0; i < albedo.length; i += 1) {
    albedo[i] = linearLevels[color[Math.floor(i / 3) * 4 + (i % 3)] ?? 0] ?? 0;
  }
  const skin = sampleMapOverPixels(raster, model, albedo, size);
  const shading = interpolateOverPixels(raster, model.triangles, normals);
  shadeSphericalHarmonics(shading, light, shading);
  const picture = new Uint8ClampedArray(view.width * view.height * 4);
  for (let row = 0; row < view.height; row += 1) {
    for (let column = 0; column < view.width; column += 1) {
      const pixel = row * raster.size + column;
      if ((raster.triangles[pixel] ?? -1) < 0) {
        continue;
      }
      const at = (row * view.width + column) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        const linear = (skin[pixel * 3 + channel] ?? 0) * (shading[pixel * 3 + channel] ?? 0);
        picture[at + channel] = encodeLevel(encodedLevels, linear);
      }
      picture[at + 3] = 255;
    }
  }
  return picture;
}
