import { type FaceObservation, LANDMARK_COUNT } from '../../face/face-observation.ts';
import { LEFT_EYE, NASION, RIGHT_EYE } from '../../face/landmark-indices.ts';
import { smoothstep } from '../interpolation.ts';

/** Side of the square picture of the aligned face, pixels. */
export const ALIGNED_FACE_SIZE = 192;

/** Distance of the outer eye corners in it, depth included, and the row they lie on: brows to chin fit in. */
export const ALIGNED_BIOCULAR = 96;
const EYE_ROW = 54;

/** A face this small in the camera's picture (distance of the outer eye corners, pixels) shows nothing finer than its landmarks. */
const SMALLEST_BIOCULAR = 24;

/**
 * Distance from the root of the nose to an outer eye corner along the eyes' line, as a share of half the biocular
 * distance. A head turned by 30° shows 0.6 of it on the far side, by 45° a third: folds and lips there are no longer
 * seen as they are.
 */
const HIDDEN_SHARE = 0.4;
const SEEN_SHARE = 0.75;

/** Where a face lies in a camera's picture, and where its landmarks lie when it is turned upright and brought to size. */
export class AlignedFace {
  /**
   * Camera picture to aligned picture, both in pixels, as a canvas's `setTransform` takes it (Float64Array [6]):
   * x′ = m0 x + m2 y + m4, y′ = m1 x + m3 y + m5.
   */
  readonly transform = new Float64Array(6);
  /** Landmarks in the aligned picture, Float32Array [478 × 2], pixels. */
  readonly points = new Float32Array(LANDMARK_COUNT * 2);
  /** How well each half of the face is seen, 0..1, the subject's left first. */
  readonly visibility = new Float32Array(2);

  /** @returns false when the face is too small or its landmarks are no numbers; nothing is then to be read. */
  update({ landmarks, imageWidth, imageHeight }: FaceObservation): boolean {
    const left = LEFT_EYE.outerCorner * 3;
    const right = RIGHT_EYE.outerCorner * 3;
    const leftX = (landmarks[left] ?? 0) * imageWidth;
    const leftY = (landmarks[left + 1] ?? 0) * imageHeight;
    const rightX = (landmarks[right] ?? 0) * imageWidth;
    const rightY = (landmarks[right + 1] ?? 0) * imageHeight;
    const depth = ((landmarks[left + 2] ?? 0) - (landmarks[right + 2] ?? 0)) * imageWidth;
    const along = Math.sqrt((leftX - rightX) ** 2 + (leftY - rightY) ** 2);
    const biocular = Math.sqrt(along * along + depth * depth);
    if (!(biocular >= SMALLEST_BIOCULAR && along > 0)) {
      return false;
    }
    const scale = ALIGNED_BIOCULAR / biocular;
    const cosine = (scale * (leftX - rightX)) / along;
    const sine = (scale * (leftY - rightY)) / along;
    const middleX = (leftX + rightX) / 2;
    const middleY = (leftY + rightY) / 2;
    const { transform } = this;
    transform[0] = cosine;
    transform[1] = -sine;
    transform[2] = sine;
    transform[3] = cosine;
    transform[4] = ALIGNED_FACE_SIZE / 2 - cosine * middleX - sine * middleY;
    transform[5] = EYE_ROW + sine * middleX - cosine * middleY;
    return this.#placeLandmarks(landmarks, imageWidth, imageHeight);
  }

  #placeLandmarks(landmarks: Float32Array, imageWidth: number, imageHeight: number): boolean {
    const { points, transform } = this;
    const cosine = transform[0] ?? 0;
    const sine = transform[2] ?? 0;
    for (let i = 0; i < LANDMARK_COUNT; i++) {
      const x = (landmarks[i * 3] ?? 0) * imageWidth;
      const y = (landmarks[i * 3 + 1] ?? 0) * imageHeight;
      const alignedX = cosine * x + sine * y + (transform[4] ?? 0);
      const alignedY = cosine * y - sine * x + (transform[5] ?? 0);
      if (!Number.isFinite(alignedX + alignedY)) {
        return false;
      }
      points[i * 2] = alignedX;
      points[i * 2 + 1] = alignedY;
    }
    const nasion = points[NASION * 2] ?? 0;
    this.visibility[0] = seenShare((points[LEFT_EYE.outerCorner * 2] ?? 0) - nasion);
    this.visibility[1] = seenShare(nasion - (points[RIGHT_EYE.outerCorner * 2] ?? 0));
    return true;
  }
}

/** @param width between the root of the nose and an eye's outer corner, pixels of the aligned picture. */
function seenShare(width: number): number {
  return smoothstep(HIDDEN_SHARE, SEEN_SHARE, width / (ALIGNED_BIOCULAR / 2));
}
