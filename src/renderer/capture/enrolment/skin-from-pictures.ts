import type { FaceModel } from '../../../shared/core/face/face-model.ts';
import type { SkinPictures } from '../../../shared/core/face/paint-skin.ts';
import type { IdentityShape } from '../../../shared/core/identity/identity-shape.ts';
import type { KeptFrame } from '../../../shared/core/identity/kept-frames.ts';
import { personalHead } from '../../../shared/core/identity/personal-head.ts';
import { PoseInPicture } from '../../../shared/core/identity/skin/pose-in-picture.ts';
import type { SkinTexture } from '../../../shared/core/identity/skin/skin-texture.ts';
import { SkinUnwrap } from '../../../shared/core/identity/skin/unwrap-skin.ts';

/** Texels along the skin's edge: about one to a pixel of a face that fills half of a webcam's picture. */
const SKIN_SIZE = 1024;

/** Weights that a face may show together before its skin counts half. */
const CALM = 2;

/** Unwraps a person's skin from the pictures that an enrolment chose. */
export class SkinFromPictures {
  readonly #unwrap: SkinUnwrap;
  readonly #place: PoseInPicture;
  readonly #fieldOfView: number;
  #count = 0;

  /** @param pictures what the model's skin is painted from. */
  constructor(model: FaceModel, pictures: SkinPictures, shape: IdentityShape, fieldOfView: number) {
    this.#unwrap = new SkinUnwrap(model, pictures, SKIN_SIZE);
    this.#place = new PoseInPicture(personalHead(model, shape));
    this.#fieldOfView = fieldOfView;
  }

  /** Takes a picture's skin; the picture stays the caller's. */
  add(picture: VideoFrame, { observation, frame, motion }: KeptFrame): void {
    const vertices = this.#place.place(observation, frame, this.#fieldOfView);
    if (vertices === undefined) {
      return;
    }
    const { imageWidth: width, imageHeight: height } = observation;
    this.#unwrap.add({
      pixels: pixelsOf(picture, width, height),
      width,
      height,
      vertices,
      fieldOfView: this.#fieldOfView,
      quality: CALM / (CALM + motion),
    });
    this.#count += 1;
  }

  /** The skin; undefined when no picture was taken. */
  finish(): SkinTexture | undefined {
    return this.#count === 0 ? undefined : this.#unwrap.finish();
  }
}

function pixelsOf(picture: VideoFrame, width: number, height: number): Uint8ClampedArray {
  // Kept in memory instead of on the graphics card: pixels come back as they went in.
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  });
  if (context === null) {
    throw new Error('no 2D context for reading a picture');
  }
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}
