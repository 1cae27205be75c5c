import { NeutralToneMapping, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import { createLightRig } from './light-rig.ts';
import { MaskDisplay } from './mask-display.ts';

/** Vertical field of view in degrees: a portrait lens, little perspective distortion. */
const FIELD_OF_VIEW = 24;
/** Distance in mask units at which a face fills about two thirds of the height. */
const CAMERA_DISTANCE = 4.9;
/** Sharper screens gain nothing more and cost fill rate that the tracker needs. */
const MAXIMUM_PIXEL_RATIO = 2;

/**
 * The avatar: one canvas, drawn at most once per new frame and screen refresh, never waiting for anything.
 * Survives the loss of the WebGL context (three restores its resources when the browser gives it back).
 */
export class AvatarView {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 50);
  readonly #mask = new MaskDisplay();
  #scheduled: number | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true, stencil: true });
    this.#renderer.toneMapping = NeutralToneMapping;
    this.#camera.position.set(0, 0, CAMERA_DISTANCE);
    this.#scene.add(createLightRig(), this.#mask.object);
  }

  /** Takes over one frame; drawn with the next screen refresh. Reads both objects at once, keeps neither. */
  update(frame: FaceFrame, observation: FaceObservation): void {
    if (frame.tracking === 'tracked' && observation.hasFace && observation.imageHeight > 0) {
      this.#mask.update(observation.landmarks, observation.imageWidth / observation.imageHeight);
    }
    this.#mask.setPresence(frame.tracking === 'tracked' ? 1 : frame.confidence);
    this.#schedule();
  }

  /** Left and right swapped on the screen, as in a mirror. */
  setMirrored(mirrored: boolean): void {
    this.#mask.object.scale.x = mirrored ? -1 : 1;
    this.#schedule();
  }

  /** Fits the picture to its place on the page, in CSS pixels. */
  resize(width: number, height: number): void {
    if (width === 0 || height === 0) {
      return;
    }
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, MAXIMUM_PIXEL_RATIO));
    this.#renderer.setSize(width, height, false);
    this.#camera.aspect = width / height;
    this.#camera.updateProjectionMatrix();
    this.#schedule();
  }

  dispose(): void {
    if (this.#scheduled !== undefined) {
      cancelAnimationFrame(this.#scheduled);
    }
    this.#mask.dispose();
    this.#renderer.dispose();
  }

  #schedule(): void {
    this.#scheduled ??= requestAnimationFrame(() => {
      this.#scheduled = undefined;
      this.#renderer.render(this.#scene, this.#camera);
    });
  }
}
