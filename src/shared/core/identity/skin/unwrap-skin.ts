import { shadeSphericalHarmonics } from '../../detail/spherical-harmonics-shading.ts';
import type { FaceModel } from '../../face/face-model.ts';
import { paintSkin, type SkinPictures } from '../../face/paint-skin.ts';
import { PLAIN_SKIN, type Rgb, type SkinLook } from '../../face/skin-look.ts';
import { fillUnseen } from './fill-unseen.ts';
import { findFineRelief } from './fine-relief.ts';
import { mergeDetails } from './merge-details.ts';
import { mergeLitViews } from './merge-lit-views.ts';
import { createSkinLayout, type SkinLayout } from './skin-layout.ts';
import { encodeColor, faceTone, fitSkinLook, hairTone, medianColor } from './skin-look-fit.ts';
import type { SkinTexture } from './skin-texture.ts';
import { checkSkinView, type SkinView } from './skin-view.ts';
import { createEncodedLevels, createLinearLevels, encodeLevel } from './srgb.ts';
import { type UnwrappedView, unwrapView } from './unwrap-view.ts';
import { evenLight } from './view-lights.ts';

/**
 * Unwraps a person's skin from pictures: `add` each one (about a tenth of a second, so that whoever calls can show
 * progress between them), then `finish`. Keeps about 4 bytes per texel and picture.
 */
export class SkinUnwrap {
  readonly #layout: SkinLayout;
  readonly #pictures: SkinPictures | undefined;
  readonly #views: UnwrappedView[] = [];
  readonly #linearLevels = createLinearLevels();
  readonly #encodedLevels = createEncodedLevels();

  /**
   * @param model the face pack's, not the person's own head: mirror images are found on its symmetric template.
   * @param pictures what the model's skin is painted from, for the parts that no picture shows; undefined for a model
   * without.
   * @param size texels along an edge of the texture, a multiple of 8.
   */
  constructor(model: FaceModel, pictures: SkinPictures | undefined, size: number) {
    this.#layout = createSkinLayout(model, pictures, size);
    this.#pictures = pictures;
  }

  /**
   * Takes a picture's skin; keeps nothing of its arrays.
   * @throws RangeError when the picture and the head in it do not fit together.
   */
  add(view: SkinView): void {
    checkSkinView(view, this.#layout.model);
    this.#views.push(unwrapView(view, this.#layout, this.#linearLevels));
  }

  /** @throws RangeError when no picture shows the face. */
  finish(): SkinTexture {
    const layout = this.#layout;
    const views = this.#views;
    const expected = this.#paint(PLAIN_SKIN, layout.cells);
    const { merged, lights } = mergeLitViews(views, layout, expected);
    const tone = faceTone(merged, layout);
    const look = fitSkinLook(tone, hairTone(merged, layout), this.#encodedLevels);
    const texels = mergeDetails(views, merged, layout, this.#linearLevels);
    const irisColor = this.#irisColor(lights);
    const filled = fillUnseen(texels, this.#paint(look, layout.size), layout);
    return {
      size: layout.size,
      color: encodeTexture(filled, this.#encodedLevels),
      confidence: Uint8Array.from(texels.confidence, (share) => Math.round(255 * share)),
      tone: encodeColor(tone, this.#encodedLevels),
      relief: findFineRelief(views, layout, this.#linearLevels),
      look: irisColor === undefined ? look : { ...look, iris: irisColor },
      irisColor,
      coverage: coverageOf(merged.known, layout.face),
      lights,
    };
  }

  /** A look's skin, linear, Float32Array [size × size × 3]. */
  #paint(look: SkinLook, size: number): Float32Array {
    const { color } = paintSkin(this.#pictures ?? BARE_SKIN, look, size);
    const painted = new Float32Array(size * size * 3);
    for (let texel = 0; texel < size * size; texel += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        painted[texel * 3 + channel] = this.#linearLevels[color[texel * 4 + channel] ?? 0] ?? 0;
      }
    }
    return painted;
  }

  #irisColor(lights: readonly Float32Array[]): Rgb | undefined {
    const colors = this.#views.flatMap(({ irises }, v) => {
      // Wherever the head turns, irises that are seen turn to the camera.
      const shading = Float32Array.of(0, 0, 1);
      shadeSphericalHarmonics(shading, lights[v] ?? evenLight(), shading);
      return irises.map((value, i) => value / Math.max(shading[i % 3] ?? 1, SHADE));
    });
    if (colors.length === 0) {
      return undefined;
    }
    const median = medianColor(Float32Array.from(colors), new Float32Array(colors.length / 3).fill(1));
    return encodeColor(median, this.#encodedLevels);
  }
}

/** Irises are in no darker shade than this: a light that was not well found would make them white. */
const SHADE = 0.2;

/** Skin of one colour, for a model without pictures. */
const BARE_SKIN: SkinPictures = {
  tint: plainPicture(0, 0, 255, 255),
  marks: plainPicture(0, 0, 0, 255),
  growth: plainPicture(0, 0, 0, 255),
  brows: plainPicture(0, 0, 0, 255),
  parts: plainPicture(0, 0, 0, 0),
};

function plainPicture(...color: readonly number[]): SkinPictures['tint'] {
  return { size: 2, samples: Uint8Array.from({ length: 16 }, (_, i) => color[i % 4] ?? 0) };
}

function encodeTexture(colors: Float32Array, encodedLevels: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const encoded = new Uint8ClampedArray((colors.length / 3) * 4);
  for (let texel = 0; texel < colors.length / 3; texel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      encoded[texel * 4 + channel] = encodeLevel(encodedLevels, colors[texel * 3 + channel] ?? 0);
    }
    encoded[texel * 4 + 3] = 255;
  }
  return encoded;
}

function coverageOf(known: Float32Array, face: Float32Array): number {
  const seen = known.reduce((sum, share, cell) => sum + share * (face[cell] ?? 0), 0);
  return seen / face.reduce((sum, share) => sum + share, 0);
}
