import { Scene, WebGLRenderer } from 'three';
import { type AvatarSetup, DEFAULT_AVATAR_LOOK } from '../../shared/core/avatar/avatar-look.ts';
import { createFaceLight, type FaceLight } from '../../shared/core/avatar/face-light.ts';
import type { SteppedMaps } from '../../shared/core/detail/basis/stepped-maps.ts';
import { lightOfHarmonics } from '../../shared/core/detail/light-of-harmonics.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import { DetailSlot } from './detail-slot.ts';
import { hasGraphicsCard } from './graphics-card.ts';
import { HeadRelief, type PackRelief } from './head-relief.ts';
import { LightRig } from './light-rig.ts';
import type { PersonalHead } from './personal-head.ts';
import { PictureCamera } from './picture-camera.ts';
import { PortraitCamera } from './portrait-camera.ts';
import { RenderBudget } from './render-budget.ts';
import { ShownDisplay } from './shown-display.ts';

const FIRST_SETUP: AvatarSetup = {
  look: DEFAULT_AVATAR_LOOK,
  mirror: false,
  fieldOfView: 45,
  rest: undefined,
};

/**
 * The avatar: one canvas, drawn at most once per new frame and screen refresh, never waiting for anything. Transparent
 * where there is no head. Survives the loss of the WebGL context (three restores its resources when the browser gives it
 * back).
 */
export class AvatarView {
  /** What one looks from; `redraw` after moving it. */
  readonly portrait = new PortraitCamera();
  readonly #picture = new PictureCamera();
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #lights = new LightRig();
  readonly #detail = new DetailSlot();
  readonly #relief = new HeadRelief(this.#detail);
  readonly #light = createFaceLight();
  /** Whether the frames themselves say how the face is lit. */
  #knowsLight = false;
  readonly #display: ShownDisplay;
  readonly #budget: RenderBudget;
  readonly #size = { width: 0, height: 0 };
  readonly #closing = new AbortController();
  readonly #shift = { a: 1, b: 0, x: 0, y: 0 };
  #setup = FIRST_SETUP;
  #scheduled: number | undefined;

  constructor(canvas: HTMLCanvasElement) {
    // Smoothing edges multiplies the work; without a graphics card the processor does it, and the tracker needs that.
    const antialias = hasGraphicsCard();
    this.#renderer = new WebGLRenderer({ canvas, antialias, alpha: true, stencil: true });
    this.#budget = new RenderBudget(webgl2(this.#renderer), devicePixelRatio);
    this.#display = new ShownDisplay(this.#detail);
    const { signal } = this.#closing;
    canvas.addEventListener('webglcontextlost', () => this.#budget.forget(), { signal });
    canvas.addEventListener('webglcontextrestored', () => this.redraw(), { signal });
    // No tone mapping: cameras have done that to the pictures that skins are made from.
    this.#scene.add(this.#lights.object, this.#display.object);
  }

  /** Shows this head from now on; the view disposes it. */
  setHead(head: PersonalHead): void {
    this.#display.setHead(head);
    this.#relief.setHead(head, this.#renderer);
    this.redraw();
  }

  /** Shows the face this way from now on. */
  setUp(setup: AvatarSetup): void {
    this.#setup = setup;
    const { look, mirror } = setup;
    this.#detail.setStrength(look.detailStrength);
    this.#detail.setSurfaceDisplaced(look.displaceSurface);
    this.portrait.setFraming(look.framing);
    this.#picture.setFieldOfView(setup.fieldOfView);
    this.#lights.setLight(look.light);
    this.#lights.setMirrored(mirror);
    this.#display.show(look.display, setup.rest);
    this.#display.object.scale.x = mirror ? -1 : 1;
    this.redraw();
  }

  /** Takes over one frame; drawn with the next screen refresh. Reads both objects at once, keeps neither. */
  update(frame: FaceFrame, observation: FaceObservation | undefined): void {
    if (observation !== undefined) {
      this.#picture.setPicture(observation.imageWidth, observation.imageHeight);
    }
    this.#relief.update(frame);
    this.#followLightOf(frame);
    this.#display.update(frame, observation);
    this.#shiftOverlay(frame, observation);
    this.redraw();
  }

  /** Lights the head as the person is lit, where the look asks for it. Reads the object at once, does not keep it. */
  followLight(light: FaceLight): void {
    if (!this.#knowsLight) {
      this.#lights.follow(light);
    }
  }

  /** Takes over the newest relief of a face pack's head. */
  showRelief(relief: PackRelief): void {
    this.#relief.receive(relief);
  }

  /** Shows what the person's wrinkles have been refined to, from the next frame on; undefined: as enrolled. */
  refineWrinkles(refined: SteppedMaps | undefined): void {
    this.#relief.refine(refined, this.#renderer);
  }

  /** Shows a wrinkle basis instead of a face pack's displacements, from the next frame on; undefined: those again. */
  standInForDecoder(sampled: SteppedMaps | undefined): void {
    this.#relief.standInForDecoder(sampled, this.#renderer);
  }

  /** Fits the picture to its place on the page, in CSS pixels. */
  resize(width: number, height: number): void {
    if (width === 0 || height === 0) {
      return;
    }
    this.#size.width = width;
    this.#size.height = height;
    this.#fitPixels();
    this.portrait.setAspect(width / height);
    this.#picture.setAspect(width / height);
    this.redraw();
  }

  /** Draws with the next screen refresh, or with a later one when the budget says so. */
  redraw(): void {
    this.#scheduled ??= requestAnimationFrame((now) => {
      this.#scheduled = undefined;
      if (!this.#budget.mayDraw(now)) {
        this.redraw();
        return;
      }
      if (this.#budget.adapt()) {
        this.#fitPixels();
      }
      this.#draw();
      this.#budget.drawn(now);
      requestAnimationFrame(this.#watch);
    });
  }

  dispose(): void {
    if (this.#scheduled !== undefined) {
      cancelAnimationFrame(this.#scheduled);
    }
    this.#closing.abort();
    this.#display.dispose();
    this.#relief.dispose();
    this.#detail.dispose();
    this.#renderer.dispose();
  }

  #shiftOverlay({ tracking }: FaceFrame, observation: FaceObservation | undefined): void {
    const { look, fieldOfView, mirror } = this.#setup;
    const isFound =
      look.display === 'overlay' &&
      tracking === 'tracked' &&
      observation?.hasFace === true &&
      this.#display.findShift(observation, fieldOfView, this.#shift);
    this.#picture.shift(isFound ? this.#shift : undefined, mirror);
  }

  /** Lets light follow what a pack found in the frame. */
  #followLightOf({ flame }: FaceFrame): void {
    this.#knowsLight = flame !== undefined && lightOfHarmonics(flame.light, this.#light);
    if (this.#knowsLight) {
      this.#lights.follow(this.#light);
    }
  }

  #draw(): void {
    const { camera } = this.#setup.look.display === 'overlay' ? this.#picture : this.portrait;
    this.#relief.prepare(this.#renderer);
    this.#display.prepare(this.#renderer);
    this.#renderer.render(this.#scene, camera);
  }

  #fitPixels(): void {
    this.#renderer.setPixelRatio(this.#budget.pixelRatio);
    this.#renderer.setSize(this.#size.width, this.#size.height, false);
  }

  readonly #watch = (now: number): void => {
    if (this.#budget.isDrawing(now)) {
      requestAnimationFrame(this.#watch);
    }
  };
}

function webgl2(renderer: WebGLRenderer): WebGL2RenderingContext {
  const context = renderer.getContext();
  if (!(context instanceof WebGL2RenderingContext)) {
    throw new Error('three draws without WebGL 2');
  }
  return context;
}
