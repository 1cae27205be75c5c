import { createFaceLight, type FaceLight } from '../../shared/core/avatar/face-light.ts';
import { FaceLightEstimator } from '../../shared/core/avatar/face-light-estimator.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';

/** The picture's size for looking at light: a face still covers a few hundred of its pixels. */
const WIDTH = 64;
const HEIGHT = 48;

/** Milliseconds between two looks. */
const INTERVAL = 200;

/** Exponent by which pictures are darker than light (sRGB, roughly). */
const GAMMA = 2.2;

/** Keeps an eye on the light on the face in the pictures. */
export class FaceLightProbe {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #estimator = new FaceLightEstimator();
  readonly #light = createFaceLight();
  #time = Number.NEGATIVE_INFINITY;

  constructor() {
    const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true });
    if (context === null) {
      throw new Error('no 2D context for measuring light');
    }
    this.#context = context;
  }

  /** Looks at a picture now and then; the light so far, reused by the next look, or undefined when it did not look. */
  look(picture: VideoFrame, { hasFace, landmarks, time }: FaceObservation): FaceLight | undefined {
    const passed = time - this.#time;
    if (!hasFace || (passed >= 0 && passed < INTERVAL)) {
      return undefined;
    }
    this.#time = time;
    this.#context.drawImage(picture, 0, 0, WIDTH, HEIGHT);
    const { data } = this.#context.getImageData(0, 0, WIDTH, HEIGHT);
    const brightnessAt = (x: number, y: number) => {
      const column = Math.min(Math.max(Math.floor(x * WIDTH), 0), WIDTH - 1);
      const row = Math.min(Math.max(Math.floor(y * HEIGHT), 0), HEIGHT - 1);
      const start = (row * WIDTH + column) * 4;
      const [red = 0, green = 0, blue = 0] = data.subarray(start, start + 3);
      return ((0.3 * red + 0.6 * green + 0.1 * blue) / 255) ** GAMMA;
    };
    const aspect = picture.displayWidth / picture.displayHeight;
    const seconds = passed < 0 ? Number.POSITIVE_INFINITY : passed / 1000;
    this.#estimator.update(landmarks, aspect, brightnessAt, seconds, this.#light);
    return this.#light;
  }
}
