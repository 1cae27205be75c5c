import { NeutralToneMapping, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { AvatarDisplay } from './avatar-display.ts';
import { createLightRig } from './light-rig.ts';
import { RenderBudget } from './render-budget.ts';

/** Vertical field of view in degrees: a portrait lens, little perspective distortion. */
const FIELD_OF_VIEW = 24;
/** Distance in display units at which a face fills about two thirds of the height. */
const CAMERA_DISTANCE = 5.4;

/**
 * The avatar: one canvas, drawn at most once per new frame and screen refresh, never waiting for anything.
 * Survives the loss of the WebGL context (three restores its resources when the browser gives it back).
 */
export class AvatarView {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 50);
  readonly #budget: RenderBudget;
  readonly #size = { width: 0, height: 0 };
  readonly #closing = new AbortController();
  #display: AvatarDisplay;
  #isMirrored = false;
  #scheduled: number | undefined;

  /** @param display what is shown first; the view disposes it. */
  constructor(canvas: HTMLCanvasElement, display: AvatarDisplay) {
    this.#display = display;
    // Smoothing edges multiplies the work; without a graphics card the processor does it, and the tracker needs that.
    const antialias = hasGraphicsCard();
    this.#renderer = new WebGLRenderer({ canvas, antialias, alpha: true, stencil: true });
    this.#budget = new RenderBudget(webgl2(this.#renderer), devicePixelRatio);
    const { signal } = this.#closing;
    canvas.addEventListener('webglcontextlost', () => this.#budget.forget(), { signal });
    canvas.addEventListener('webglcontextrestored', () => this.#schedule(), { signal });
    this.#renderer.toneMapping = NeutralToneMapping;
    this.#camera.position.set(0, 0, CAMERA_DISTANCE);
    this.#scene.add(createLightRig(), display.object);
  }

  /** Shows the face another way from now on; disposes what was shown before. */
  setDisplay(display: AvatarDisplay): void {
    this.#scene.remove(this.#display.object);
    this.#display.dispose();
    this.#display = display;
    this.#scene.add(display.object);
    this.setMirrored(this.#isMirrored);
  }

  /** Takes over one frame; drawn with the next screen refresh. Reads both objects at once, keeps neither. */
  update(frame: FaceFrame, observation: FaceObservation): void {
    this.#display.update(frame, observation);
    this.#schedule();
  }

  /** Left and right swapped on the screen, as in a mirror. */
  setMirrored(mirrored: boolean): void {
    this.#isMirrored = mirrored;
    this.#display.object.scale.x = mirrored ? -1 : 1;
    this.#schedule();
  }

  /** Fits the picture to its place on the page, in CSS pixels. */
  resize(width: number, height: number): void {
    if (width === 0 || height === 0) {
      return;
    }
    this.#size.width = width;
    this.#size.height = height;
    this.#fitPixels();
    this.#camera.aspect = width / height;
    this.#camera.updateProjectionMatrix();
    this.#schedule();
  }

  dispose(): void {
    if (this.#scheduled !== undefined) {
      cancelAnimationFrame(this.#scheduled);
    }
    this.#closing.abort();
    this.#display.dispose();
    this.#renderer.dispose();
  }

  #fitPixels(): void {
    this.#renderer.setPixelRatio(this.#budget.pixelRatio);
    this.#renderer.setSize(this.#size.width, this.#size.height, false);
  }

  /** Draws with the next screen refresh, or with a later one when the budget says so. */
  #schedule(): void {
    this.#scheduled ??= requestAnimationFrame((now) => {
      this.#scheduled = undefined;
      if (!this.#budget.mayDraw(now)) {
        this.#schedule();
        return;
      }
      if (this.#budget.adapt()) {
        this.#fitPixels();
      }
      this.#display.prepare?.(this.#renderer);
      this.#renderer.render(this.#scene, this.#camera);
      this.#budget.drawn(now);
      requestAnimationFrame(this.#watch);
    });
  }

  readonly #watch = (now: number): void => {
    if (this.#budget.isDrawing(now)) {
      requestAnimationFrame(this.#watch);
    }
  };
}

/** Whether WebGL runs on a graphics card, as opposed to on the processor. */
function hasGraphicsCard(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}

function webgl2(renderer: WebGLRenderer): WebGL2RenderingContext {
  const context = renderer.getContext();
  if (!(context instanceof WebGL2RenderingContext)) {
    throw new Error('three draws without WebGL 2');
  }
  return context;
}
