import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import { type KeptFrame, keepFrame } from '../../../shared/core/identity/kept-frames.ts';
import { chooseSkinFrames } from '../../../shared/core/identity/skin/choose-skin-frames.ts';

/** More pictures show a skin no better. */
const MOST_PICTURES = 14;

/** Milliseconds between two pictures: neighbours show the same. */
const INTERVAL = 150;

/** Larger pictures are shrunk to this height, pixels: a skin shows no more. */
const LARGEST_HEIGHT = 1080;

/** A picture that is kept for the skin, in memory of its own. Whoever has it last closes it. */
export interface KeptPicture {
  readonly kept: KeptFrame;
  readonly picture: VideoFrame;
}

/** Keeps those of a camera's pictures that together show most of a face; never many, whatever their size. */
export class KeptPictures {
  readonly #context: OffscreenCanvasRenderingContext2D;
  #pictures: readonly KeptPicture[] = [];
  #time = Number.NEGATIVE_INFINITY;

  constructor() {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) {
      throw new Error('no 2D context for copying a picture');
    }
    this.#context = context;
  }

  /** In the order of time. */
  get all(): readonly KeptPicture[] {
    return this.#pictures;
  }

  /**
   * Takes in a usable picture, which stays the caller's.
   * @param frame neither calibrated nor filtered.
   */
  offer(picture: VideoFrame, observation: FaceObservation, frame: FaceFrame): void {
    if (Math.abs(frame.time - this.#time) < INTERVAL) {
      return;
    }
    this.#time = frame.time;
    const frames = [...this.#pictures.map(({ kept }) => kept.frame), frame];
    const chosen = chooseSkinFrames(frames, MOST_PICTURES);
    if (!chosen.includes(this.#pictures.length)) {
      return;
    }
    const pictures = [...this.#pictures, this.#copy(picture, observation, frame)];
    for (const [index, { picture: left }] of pictures.entries()) {
      if (!chosen.includes(index)) {
        left.close();
      }
    }
    this.#pictures = pictures.filter((_, index) => chosen.includes(index));
  }

  #copy(picture: VideoFrame, observation: FaceObservation, frame: FaceFrame): KeptPicture {
    const copy = this.#copyPixels(picture);
    const kept = keepFrame(observation, frame);
    kept.observation.imageWidth = copy.displayWidth;
    kept.observation.imageHeight = copy.displayHeight;
    return { kept, picture: copy };
  }

  /** Not a clone, which would keep one of the camera's few buffers. */
  #copyPixels(picture: VideoFrame): VideoFrame {
    const scale = Math.min(1, LARGEST_HEIGHT / picture.displayHeight);
    const codedWidth = Math.round(picture.displayWidth * scale);
    const codedHeight = Math.round(picture.displayHeight * scale);
    const { canvas } = this.#context;
    canvas.width = codedWidth;
    canvas.height = codedHeight;
    this.#context.drawImage(picture, 0, 0, codedWidth, codedHeight);
    const { data } = this.#context.getImageData(0, 0, codedWidth, codedHeight);
    return new VideoFrame(data, {
      format: 'RGBX',
      codedWidth,
      codedHeight,
      timestamp: picture.timestamp,
    });
  }
}
