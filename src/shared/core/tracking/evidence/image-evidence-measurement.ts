import type { FaceObservation } from '../../face/face-observation.ts';
import { evidenceIndex } from '../../face/image-evidence.ts';
import { AlignedFace } from './aligned-face.ts';
import { FacePixels } from './face-pixels.ts';
import { measureEyes } from './measure-eyes.ts';
import { measureFolds } from './measure-folds.ts';
import { measureLips } from './measure-lips.ts';
import { measureOutline } from './measure-outline.ts';
import { measureShades } from './measure-shades.ts';
import { SkinReference } from './skin-reference.ts';

/** Patches of the cheeks, and of the skin around the mouth. */
const CHEEKS = [50, 280, 117, 346, 205, 425] as const;
const AROUND_MOUTH = [164, 18, 200, 57, 287, 165, 391] as const;

/** Skin darker than this (logarithm of luma of 255) is mostly the sensor's noise. */
const DARKEST_SKIN = Math.log(24);

const VISIBILITY_LEFT = evidenceIndex('visibilityLeft');
const VISIBILITY_RIGHT = evidenceIndex('visibilityRight');

/** Measures in the aligned picture of a face what its landmarks do not carry. Allocates nothing. */
export class ImageEvidenceMeasurement {
  /** Where the face lies; to be updated for a frame before its picture is aligned and measured. */
  readonly face = new AlignedFace();
  readonly #pixels = new FacePixels();
  readonly #cheeks = new SkinReference(CHEEKS);
  readonly #mouth = new SkinReference(AROUND_MOUTH);

  /**
   * Fills an observation's evidence; all of it is 0 when nothing can be told.
   * @param aligned the camera's picture drawn through `face.transform`, [192 × 192 × 4] bytes, RGB and one more; where
   *   the camera's picture ends it should be black.
   */
  measure(aligned: Uint8Array | Uint8ClampedArray, observation: FaceObservation): void {
    const { imageEvidence } = observation;
    imageEvidence.fill(0);
    if (!this.#pixels.open(aligned)) {
      return;
    }
    const { face } = this;
    const pixels = this.#pixels;
    this.#cheeks.measure(pixels, face);
    if (this.#cheeks.light < DARKEST_SKIN) {
      return;
    }
    this.#mouth.measure(pixels, face);
    measureEyes(pixels, face, this.#cheeks, imageEvidence);
    measureShades(pixels, face, this.#cheeks, this.#mouth, imageEvidence);
    measureLips(pixels, face, this.#mouth, imageEvidence);
    measureOutline(pixels, face, imageEvidence);
    measureFolds(pixels, face, imageEvidence);
    imageEvidence[VISIBILITY_LEFT] = face.visibility[0] ?? 0;
    imageEvidence[VISIBILITY_RIGHT] = face.visibility[1] ?? 0;
  }
}
