import { MathUtils, PerspectiveCamera, Vector3 } from 'three';
import type { AvatarFraming } from '../../shared/core/avatar/avatar-look.ts';

/** Vertical field of view in degrees: a portrait lens, little perspective distortion. */
const FIELD_OF_VIEW = 24;

/** Middle and height of what each framing has in view, in display units: a head is 1.85 high, its middle at 0. */
const FRAMINGS: Readonly<Record<AvatarFraming, { readonly middle: number; readonly height: number }>> = {
  face: { middle: -0.22, height: 1.75 },
  head: { middle: -0.12, height: 2.5 },
  bust: { middle: -0.4, height: 3.15 },
};

/** How far one may go round, radians: not under the chin's open neck, nor over the crown. */
const HIGHEST = 1.1;
const NEAREST = 0.35;
const FARTHEST = 2.5;

/** A camera that looks at a head, goes round it and comes near. */
export class PortraitCamera {
  readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 50);
  readonly #target = new Vector3();
  #framing: AvatarFraming = 'head';
  #azimuth = 0;
  #elevation = 0;
  /** 1: as the framing has it. */
  #distance = 1;

  constructor() {
    this.#place();
  }

  setFraming(framing: AvatarFraming): void {
    this.#framing = framing;
    this.#place();
  }

  /** @param aspect width / height of the picture */
  setAspect(aspect: number): void {
    this.camera.aspect = aspect;
    this.#place();
  }

  /** Goes round the head: radians to the right and upwards. */
  orbit(right: number, up: number): void {
    this.#azimuth = MathUtils.euclideanModulo(this.#azimuth + right + Math.PI, 2 * Math.PI) - Math.PI;
    this.#elevation = MathUtils.clamp(this.#elevation + up, -HIGHEST, HIGHEST);
    this.#place();
  }

  /** Comes nearer (below 1) or goes away. */
  zoom(factor: number): void {
    this.#distance = MathUtils.clamp(this.#distance * factor, NEAREST, FARTHEST);
    this.#place();
  }

  /** Back to the front, as the framing has it. */
  reset(): void {
    this.#azimuth = 0;
    this.#elevation = 0;
    this.#distance = 1;
    this.#place();
  }

  #place(): void {
    const { middle, height } = FRAMINGS[this.#framing];
    const { camera } = this;
    // A narrow picture is filled by the head's breadth, about four fifths of its height.
    const needed = height * Math.max(1, 0.8 / camera.aspect);
    const distance = (this.#distance * needed) / 2 / Math.tan(MathUtils.degToRad(FIELD_OF_VIEW / 2));
    this.#target.set(0, middle, 0);
    camera.position
      .set(
        Math.sin(this.#azimuth) * Math.cos(this.#elevation),
        Math.sin(this.#elevation),
        Math.cos(this.#azimuth) * Math.cos(this.#elevation),
      )
      .multiplyScalar(distance)
      .add(this.#target);
    camera.lookAt(this.#target);
    camera.updateProjectionMatrix();
  }
}
