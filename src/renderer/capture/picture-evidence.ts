import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import { ALIGNED_FACE_SIZE } from '../../shared/core/tracking/evidence/aligned-face.ts';
import { ImageEvidenceMeasurement } from '../../shared/core/tracking/evidence/image-evidence-measurement.ts';

/**
 * Fills an observation's image evidence from the camera picture it was made of. The only way to it, for the live tracker
 * and the headless capture alike, so that both find the same numbers in the same picture.
 */
export class PictureEvidence {
  readonly #measurement = new ImageEvidenceMeasurement();
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor() {
    const canvas = new OffscreenCanvas(ALIGNED_FACE_SIZE, ALIGNED_FACE_SIZE);
    // Kept in memory, since its pixels are read every time: nothing has to come back from the graphics card.
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) {
      throw new Error('no 2D context for looking at a face');
    }
    // Where the face is larger than that, smaller copies of it are drawn from: single pixels would flicker.
    context.imageSmoothingQuality = 'medium';
    this.#context = context;
  }

  /** All of the evidence is 0 without a face, or when it is too small. */
  measure(picture: VideoFrame, observation: FaceObservation): void {
    const { face } = this.#measurement;
    if (!observation.hasFace || !face.update(observation)) {
      observation.imageEvidence.fill(0);
      return;
    }
    const context = this.#context;
    context.resetTransform();
    context.fillRect(0, 0, ALIGNED_FACE_SIZE, ALIGNED_FACE_SIZE);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = face.transform;
    context.setTransform(a, b, c, d, e, f);
    this.#drawFace(picture);
    const { data } = context.getImageData(0, 0, ALIGNED_FACE_SIZE, ALIGNED_FACE_SIZE);
    this.#measurement.measure(data, observation);
  }

  /** Draws what the canvas will show of the picture: converting the rest to RGB would cost as much as everything else. */
  #drawFace(picture: VideoFrame): void {
    const { visibleRect, displayWidth, displayHeight } = picture;
    // A picture that is shown turned or stretched has no part of the same shape.
    if (visibleRect === null || visibleRect.width !== displayWidth || visibleRect.height !== displayHeight) {
      this.#context.drawImage(picture, 0, 0);
      return;
    }
    const { left, top, right, bottom } = this.#visiblePart(displayWidth, displayHeight);
    if (left >= right || top >= bottom) {
      return;
    }
    const rectangle = new DOMRect(visibleRect.x + left, visibleRect.y + top, right - left, bottom - top);
    const part = partOf(picture, rectangle);
    this.#context.drawImage(part ?? picture, part === undefined ? 0 : left, part === undefined ? 0 : top);
    part?.close();
  }

  /** The part of the picture that the canvas shows, on even pixels: colour is stored for two by two of them. */
  #visiblePart(width: number, height: number) {
    const toPicture = this.#context.getTransform().inverse();
    const size = ALIGNED_FACE_SIZE;
    const corners = [
      [0, 0],
      [size, 0],
      [0, size],
      [size, size],
    ].map(([x, y]) => toPicture.transformPoint({ x: x ?? 0, y: y ?? 0 }));
    const xs = corners.map(({ x }) => x);
    const ys = corners.map(({ y }) => y);
    // One pixel more at each side, which drawing between pixels looks at.
    return {
      left: Math.max(0, 2 * Math.floor((Math.min(...xs) - 1) / 2)),
      top: Math.max(0, 2 * Math.floor((Math.min(...ys) - 1) / 2)),
      right: Math.min(width, 2 * Math.ceil((Math.max(...xs) + 1) / 2)),
      bottom: Math.min(height, 2 * Math.ceil((Math.max(...ys) + 1) / 2)),
    };
  }
}

/** A picture of a part of the same memory; undefined where the picture's format does not divide there. */
function partOf(picture: VideoFrame, visibleRect: DOMRect): VideoFrame | undefined {
  try {
    return new VideoFrame(picture, { visibleRect });
  } catch (thrown) {
    if (thrown instanceof TypeError) {
      return undefined;
    }
    throw thrown;
  }
}
