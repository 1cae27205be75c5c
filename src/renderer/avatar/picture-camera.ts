import { MathUtils, PerspectiveCamera } from 'three';

/** Nearest and farthest that anything is drawn, metres. */
const NEAR = 0.05;
const FAR = 20;

/**
 * The person's own camera: at the origin, looking along −Z, metres. What it draws lies over its picture where that fills
 * a canvas of any shape and what does not fit is cut off at both sides alike.
 */
export class PictureCamera {
  readonly camera = new PerspectiveCamera(45, 1, NEAR, FAR);
  #fieldOfView = 45;
  /** Width / height; undefined until a picture was seen: then the canvas's own. */
  #pictureAspect: number | undefined;

  /** @param degrees from the picture's top to its bottom */
  setFieldOfView(degrees: number): void {
    this.#fieldOfView = degrees;
    this.#fit();
  }

  /** @param aspect width / height of the canvas */
  setAspect(aspect: number): void {
    this.camera.aspect = aspect;
    this.#fit();
  }

  /** Pixels of the person's camera picture; 0 when not known. */
  setPicture(width: number, height: number): void {
    const aspect = width > 0 && height > 0 ? width / height : undefined;
    if (aspect !== undefined && aspect !== this.#pictureAspect) {
      this.#pictureAspect = aspect;
      this.#fit();
    }
  }

  #fit(): void {
    const { camera } = this;
    const shownHeight = Math.min(1, (this.#pictureAspect ?? camera.aspect) / camera.aspect);
    const half = Math.tan(MathUtils.degToRad(this.#fieldOfView / 2)) * shownHeight;
    camera.fov = MathUtils.radToDeg(2 * Math.atan(half));
    camera.updateProjectionMatrix();
  }
}
