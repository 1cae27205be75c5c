import { FACE_CROP_BYTES } from '../../shared/contract/live-face.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import { FACE_CROP_SIZE, faceCropAround } from '../../shared/core/tracking/face-crop.ts';
import { fan68Box } from '../../shared/core/tracking/fan68-box.ts';

/** A crop smaller than this, pixels of the picture, shows a face that is too far away to be read. */
const SMALLEST_SIDE = 40;

/** Cuts the face out of a frame as encoders want it: the same square as `sampleFaceCrop`, drawn by the browser. */
export class FaceCutter {
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor() {
    const canvas = new OffscreenCanvas(FACE_CROP_SIZE, FACE_CROP_SIZE);
    // Kept in memory instead of on the graphics card: reading it back there would hold the tracker up.
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) {
      throw new Error('no 2D context for cutting faces');
    }
    // Bilinear, without a low pass, as encoders were trained.
    context.imageSmoothingQuality = 'low';
    this.#context = context;
  }

  /** Uint8Array [224 × 224 × 3], red, green and blue; undefined when the frame has no face to cut. */
  cut(picture: VideoFrame, observation: FaceObservation): Uint8Array<ArrayBuffer> | undefined {
    const { hasFace, landmarks, imageWidth, imageHeight } = observation;
    const { centreX, centreY, side } = faceCropAround(fan68Box(landmarks, imageWidth, imageHeight));
    if (!hasFace || !(side >= SMALLEST_SIDE)) {
      return undefined;
    }
    const context = this.#context;
    // The crop's corner pixels have their centres on the square's corners, and the picture's on whole numbers, while
    // canvases count from pixels' edges.
    const pixel = side / (FACE_CROP_SIZE - 1);
    const extent = side + pixel;
    const left = centreX - extent / 2 + 0.5;
    const top = centreY - extent / 2 + 0.5;
    context.fillRect(0, 0, FACE_CROP_SIZE, FACE_CROP_SIZE);
    context.drawImage(picture, left, top, extent, extent, 0, 0, FACE_CROP_SIZE, FACE_CROP_SIZE);
    return withoutAlpha(context.getImageData(0, 0, FACE_CROP_SIZE, FACE_CROP_SIZE).data);
  }
}

function withoutAlpha(samples: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(FACE_CROP_BYTES);
  for (let pixel = 0; pixel < pixels.length / 3; pixel++) {
    pixels[pixel * 3] = samples[pixel * 4] ?? 0;
    pixels[pixel * 3 + 1] = samples[pixel * 4 + 1] ?? 0;
    pixels[pixel * 3 + 2] = samples[pixel * 4 + 2] ?? 0;
  }
  return pixels;
}
