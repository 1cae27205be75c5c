import { createReliefLayout } from '../../../shared/core/detail/relief/relief-layout.ts';
import {
  RELIEF_SIZE,
  type ReliefObservation,
} from '../../../shared/core/detail/relief/relief-observation.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import type { IdentityShape } from '../../../shared/core/identity/identity-shape.ts';
import { personalHead } from '../../../shared/core/identity/personal-head.ts';
import { PoseInPicture } from '../../../shared/core/identity/skin/pose-in-picture.ts';
import type { OpenHead } from '../../avatar/load-open-head.ts';
import { GraphicsRelief } from './graphics-relief.ts';
import { headPart } from './head-part.ts';

/** Lays pictures of one person on the open head's atlas as `PictureRelief` does, on the graphics card. */
export class GraphicsPictureRelief {
  readonly #pose: PoseInPicture;
  readonly #graphics: GraphicsRelief;

  /** @throws Error where the graphics card cannot. */
  constructor({ model, pictures }: Pick<OpenHead, 'model' | 'pictures'>, person: IdentityShape | undefined) {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2', { antialias: false });
    if (gl === null) {
      throw new Error('no WebGL 2 for looking at skin');
    }
    this.#pose = new PoseInPicture(person === undefined ? model : personalHead(model, person));
    const layout = createReliefLayout(model, pictures.parts, RELIEF_SIZE);
    this.#graphics = new GraphicsRelief(gl, layout, model.template.length / 3);
  }

  /** As `PictureRelief.observe`; the picture is not looked at any more when the promise is there. */
  async observe(
    picture: VideoFrame,
    observation: FaceObservation,
    frame: FaceFrame,
    fieldOfView: number,
    target: ReliefObservation,
  ): Promise<boolean> {
    const isLargeEnough = observation.hasFace && headPart(observation, RELIEF_SIZE) !== undefined;
    const vertices = isLargeEnough ? this.#pose.place(observation, frame, fieldOfView) : undefined;
    if (vertices === undefined) {
      return false;
    }
    const { imageWidth: width, imageHeight: height } = observation;
    await this.#graphics.observe(picture, { vertices, width, height, fieldOfView }, target);
    return true;
  }
}
