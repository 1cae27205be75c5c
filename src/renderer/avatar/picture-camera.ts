import { MathUtils, Matrix4, PerspectiveCamera } from 'three';
import type { PictureShift } from './picture-fit.ts';

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
  readonly #shift = new Matrix4();

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

  /** Moves what is drawn in the picture; undefined: it stays where its pose puts it. */
  shift(by: PictureShift | undefined, isMirrored: boolean): void {
    this.camera.updateProjectionMatrix();
    if (by === undefined) {
      return;
    }
    const { a, x, y } = by;
    const side = isMirrored ? -1 : 1;
    const b = side * by.b;
    // Tangents become clip coordinates by these; the shift is the same at every depth.
    const [width = 1, , , , , height = 1] = this.camera.projectionMatrix.elements;
    this.#shift.set(
      ...[a, (-b * width) / height, 0, side * x * width],
      ...[(b * height) / width, a, 0, y * height],
      ...[0, 0, 1, 0],
      ...[0, 0, 0, 1],
    );
    this.camera.projectionMatrix.premultiply(this.#shift);
    this.camera.projectionMatrixInverse.copy(this.camera.projectionMatrix).invert();
  }

  #fit(): void {
    const { camera } = this;
    const shownHeight = Math.min(1, (this.#pictureAspect ?? camera.aspect) / camera.aspect);
    const half = Math.tan(MathUtils.degToRad(this.#fieldOfView / 2)) * shownHeight;
    camera.fov = MathUtils.radToDeg(2 * Math.atan(half));
    camera.updateProjectionMatrix();
  }
}
