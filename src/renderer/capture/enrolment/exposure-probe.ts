import { type FaceObservation, LANDMARK_COUNT } from '../../../shared/core/face/face-observation.ts';
import type { FaceExposure } from '../../../shared/core/identity/enrolment-problems.ts';

/** The face is shrunk to this many pixels along an edge. */
const SIZE = 16;

/** Milliseconds between two looks: light changes slowly. */
const INTERVAL = 250;

/** From this level on a pixel is as bright as it can be. */
const BRIGHTEST = 250;

/** Measures how a face is exposed, by shrinking it to a few pixels now and then. */
export class ExposureProbe {
  readonly #context: OffscreenCanvasRenderingContext2D;
  #exposure: FaceExposure | undefined;
  #time = Number.NEGATIVE_INFINITY;

  constructor() {
    const context = new OffscreenCanvas(SIZE, SIZE).getContext('2d', { willReadFrequently: true });
    if (context === null) {
      throw new Error('no 2D context for measuring exposure');
    }
    this.#context = context;
  }

  /** The exposure of the newest face that was looked at; undefined before the first. */
  look(picture: VideoFrame, { hasFace, landmarks, time }: FaceObservation): FaceExposure | undefined {
    if (!hasFace || Math.abs(time - this.#time) < INTERVAL) {
      return this.#exposure;
    }
    this.#time = time;
    const [left, right] = extentOf(landmarks, 0);
    const [top, bottom] = extentOf(landmarks, 1);
    const { displayWidth, displayHeight } = picture;
    this.#context.drawImage(
      picture,
      left * displayWidth,
      top * displayHeight,
      (right - left) * displayWidth,
      (bottom - top) * displayHeight,
      0,
      0,
      SIZE,
      SIZE,
    );
    this.#exposure = exposureOf(this.#context.getImageData(0, 0, SIZE, SIZE).data);
    return this.#exposure;
  }
}

/** Where landmarks begin and end along an axis, within the picture and a little inside the face. */
function extentOf(landmarks: Float32Array, axis: 0 | 1): readonly [number, number] {
  let least = 1;
  let largest = 0;
  for (let i = axis; i < LANDMARK_COUNT * 3; i += 3) {
    const value = Math.min(Math.max(landmarks[i] ?? 0, 0), 1);
    least = Math.min(least, value);
    largest = Math.max(largest, value);
  }
  const margin = (largest - least) / 8;
  return [least + margin, largest - margin];
}

function exposureOf(pixels: Uint8ClampedArray): FaceExposure {
  let sum = 0;
  let bright = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(i, i + 3);
    sum += 0.3 * red + 0.6 * green + 0.1 * blue;
    bright += Math.min(red, green, blue) >= BRIGHTEST ? 1 : 0;
  }
  const count = pixels.length / 4;
  return { brightness: sum / count / 255, blownOut: bright / count };
}
