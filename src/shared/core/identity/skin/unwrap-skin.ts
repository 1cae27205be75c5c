import type { FaceModel } from '../../face/face-model.ts';
import type { SkinPictures } from '../../face/paint-skin.ts';
import type { SkinTexture } from './skin-texture.ts';
import { checkSkinView, type SkinView } from './skin-view.ts';

/**
 * Unwraps a person's skin from pictures: `add` each one (about a tenth of a second, so that whoever calls can show
 * progress between them), then `finish`.
 */
export class SkinUnwrap {
  readonly #model: FaceModel;

  /**
   * @param pictures what the model's skin is painted from, for the parts that no picture shows; undefined for a model
   * without.
   * @param size texels along an edge of the texture, a multiple of 8.
   */
  constructor(model: FaceModel, _pictures: SkinPictures | undefined, _size: number) {
    this.#model = model;
  }

  /**
   * Takes a picture's skin; keeps nothing of its arrays.
   * @throws RangeError when the picture and the head in it do not fit together.
   */
  add(view: SkinView): void {
    checkSkinView(view, this.#model);
  }

  /** @throws RangeError when no picture shows the face. */
  finish(): SkinTexture {
    throw new RangeError('no picture shows the face');
  }
}
