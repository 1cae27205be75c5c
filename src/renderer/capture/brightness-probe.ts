/** A face-sized highlight still brightens one of these pixels. */
const WIDTH = 16;
const HEIGHT = 12;

/** Measures how bright a picture's brightest part is, by shrinking it to a few pixels. */
export class BrightnessProbe {
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor() {
    const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true });
    if (context === null) {
      throw new Error('no 2D context for measuring brightness');
    }
    this.#context = context;
  }

  /** The largest red, green or blue of the shrunken picture, 0..255. */
  brightest(picture: VideoFrame): number {
    this.#context.drawImage(picture, 0, 0, WIDTH, HEIGHT);
    const { data } = this.#context.getImageData(0, 0, WIDTH, HEIGHT);
    let brightest = 0;
    for (let i = 0; i < data.length; i += 4) {
      brightest = Math.max(brightest, data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0);
    }
    return brightest;
  }
}
