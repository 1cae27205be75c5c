import { createReliefLayout } from '../../../shared/core/detail/relief/relief-layout.ts';
import {
  RELIEF_SIZE,
  type ReliefObservation,
} from '../../../shared/core/detail/relief/relief-observation.ts';
import { type PicturePart, ReliefUnwrap } from '../../../shared/core/detail/relief/relief-unwrap.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import type { IdentityShape } from '../../../shared/core/identity/identity-shape.ts';
import { personalHead } from '../../../shared/core/identity/personal-head.ts';
import { PoseInPicture } from '../../../shared/core/identity/skin/pose-in-picture.ts';
import type { OpenHead } from '../../avatar/load-open-head.ts';
import { headPart } from './head-part.ts';

/** Pixels along an edge that the part of a picture with the head is shrunk to: more than a texel's worth each. */
const LARGEST_PART = 448;

/** Lays pictures of one person on the open head's atlas, on the processor. */
export class PictureRelief {
  readonly #pose: PoseInPicture;
  readonly #unwrap: ReliefUnwrap;
  readonly #context: OffscreenCanvasRenderingContext2D;

  /** @param person whose head the pictures show; undefined for nobody in particular. */
  constructor({ model, pictures }: Pick<OpenHead, 'model' | 'pictures'>, person: IdentityShape | undefined) {
    this.#pose = new PoseInPicture(person === undefined ? model : personalHead(model, person));
    const layout = createReliefLayout(model, pictures.parts, RELIEF_SIZE);
    this.#unwrap = new ReliefUnwrap(layout, model.template.length / 3);
    // Kept in memory, since its pixels are read every time, and come back as they went in.
    const canvas = new OffscreenCanvas(LARGEST_PART, LARGEST_PART);
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) {
      throw new Error('no 2D context for looking at skin');
    }
    // Where the face is larger than that, smaller copies of it are drawn from: single pixels would flicker.
    context.imageSmoothingQuality = 'medium';
    this.#context = context;
  }

  /**
   * Writes what a tracked picture shows of the relief.
   * @param picture stays the caller's.
   * @param fieldOfView the camera's, from top to bottom, degrees.
   * @returns whether the head was found in it; otherwise nothing is written.
   */
  observe(
    picture: VideoFrame,
    observation: FaceObservation,
    frame: FaceFrame,
    fieldOfView: number,
    target: ReliefObservation,
  ): boolean {
    const part = observation.hasFace ? headPart(observation, LARGEST_PART) : undefined;
    const vertices = part && this.#pose.place(observation, frame, fieldOfView);
    if (part === undefined || vertices === undefined) {
      return false;
    }
    const { imageWidth: width, imageHeight: height } = observation;
    const pixels = this.#read(picture, part);
    this.#unwrap.observe({ vertices, width, height, fieldOfView, pixels, part }, target);
    return true;
  }

  #read(picture: VideoFrame, { left, top, width, height, scale }: PicturePart): Uint8ClampedArray {
    this.#context.drawImage(picture, left, top, width / scale, height / scale, 0, 0, width, height);
    return this.#context.getImageData(0, 0, width, height).data;
  }
}
