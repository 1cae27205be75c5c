import {
  Color,
  Group,
  type MeshPhysicalMaterial,
  NeutralToneMapping,
  PerspectiveCamera,
  Scene,
  SRGBColorSpace,
  Vector3,
  WebGLRenderer,
} from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { paintSkin } from '../../shared/core/face/paint-skin.ts';
import { bakeIdentity } from '../../shared/core/face/posable-face.ts';
import { createCreases } from '../../shared/core/performance/performer-creases.ts';
import { drawIdentity, type PerformerLook } from '../../shared/core/performance/performer-look.ts';
import { warpHead } from '../../shared/core/performance/warp-head.ts';
import { DetailSlot } from '../avatar/detail-slot.ts';
import { createEyeMaterial } from '../avatar/eye-material.ts';
import { HeadMesh } from '../avatar/head-mesh.ts';
import { HeadOrigin, jointOf } from '../avatar/head-origin.ts';
import { loadOpenHead, type OpenHead } from '../avatar/load-open-head.ts';
import { createSkinMaterial, createSkinTextures } from '../avatar/skin-material.ts';
import { createWrinkleRelief, type WrinkleRelief } from '../avatar/wrinkle-relief.ts';
import { CameraPicture } from './camera-picture.ts';
import { createGlasses } from './glasses.ts';
import { createHair } from './hair.ts';
import { createPerformerLights, wallColors } from './performer-lights.ts';

/** Texels along an edge of the painted skin: about three to a pixel of the face. */
const SKIN_SIZE = 1024;

/** Nearest and farthest that anything is drawn, metres. */
const NEAR = 0.1;
const FAR = 3;

/** A made-up person before a made-up camera: draws FaceFrames as camera pictures. */
export class PerformerStage {
  readonly #renderer: WebGLRenderer;
  readonly #camera: PerspectiveCamera;
  readonly #scene = new Scene();
  readonly #picture: CameraPicture;
  readonly #head: HeadMesh;
  readonly #creases: WrinkleRelief | undefined;
  readonly #body = new Group();
  /** What sits on the head as one stiff thing. */
  readonly #worn = new Group();
  readonly #origin: HeadOrigin;
  /** Where the head's origin is to be, metres. */
  readonly #place = new Vector3();

  /** @param canvas drawn on, in its size; it cannot be shared. */
  constructor(canvas: OffscreenCanvas, { model, pictures, identityModes }: OpenHead, look: PerformerLook) {
    const { width, height } = canvas;
    this.#renderer = new WebGLRenderer({ canvas, antialias: false, alpha: false });
    this.#renderer.setSize(width, height, false);
    this.#renderer.setClearColor(0x000000, 0);
    this.#renderer.toneMapping = NeutralToneMapping;
    this.#camera = new PerspectiveCamera(look.fieldOfView, width / height, NEAR, FAR);
    this.#picture = new CameraPicture(width, height, wallColors(look.light), look.noise);

    const template = warpHead(model.template, look.warp / 100, look.seed);
    const face = bakeIdentity({ ...model, template }, drawIdentity(look, identityModes));
    this.#origin = new HeadOrigin(face);
    const left = jointOf(face, 'eyeLeft');
    const right = jointOf(face, 'eyeRight');

    this.#head = new HeadMesh(face);
    const skin = createSkin(pictures, look);
    if (look.creases > 0) {
      this.#creases = createWrinkleRelief(createCreases(model, look.creases, look.seed), this.#renderer);
      const detail = new DetailSlot();
      detail.showMap(this.#creases);
      detail.drawOn(skin);
    }
    const iris = irisColor(look);
    this.#head.wear({
      skin,
      eyeLeft: createEyeMaterial(left, { iris }),
      eyeRight: createEyeMaterial(right, { iris }),
      teeth: skin,
      tongue: skin,
      shirt: skin,
    });
    this.#body.add(this.#head.mesh, this.#worn);
    if (look.hair === 'short' || look.hair === 'long') {
      this.#body.add(createHair(this.#head, look.hair, look.skin.hair, this.#origin.eyes));
    }
    if (look.glasses !== undefined) {
      this.#worn.add(createGlasses(look.glasses, left, right));
    }
    this.#worn.matrixAutoUpdate = false;
    this.#scene.add(createPerformerLights(look.light), this.#body);
  }

  /** Draws a frame of the performance; the same frame gives the same picture. */
  draw(frame: FaceFrame): void {
    this.#head.pose(frame);
    this.#creases?.setExpression(frame.expression);
    this.#creases?.evaluate(this.#renderer);
    this.#putBody(frame.headTranslation);
    this.#head.prepare(this.#renderer);
    this.#picture.draw(this.#renderer, this.#scene, this.#camera, Math.round(frame.time));
  }

  /** Gives the canvas's graphics context up, and with it all that was made in it. */
  dispose(): void {
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }

  /** Puts the head's origin where the frame says, whatever turning about the neck has done to it. */
  #putBody(translation: Float32Array): void {
    this.#place.fromArray(translation).multiplyScalar(0.01);
    this.#origin.locate(this.#body.position).negate().add(this.#place);
    this.#worn.matrix.copy(this.#origin.headTransform);
  }
}

/**
 * Loads the open head and sets up a stage with it.
 * @param origin where the page is served.
 */
export async function openPerformerStage(
  canvas: OffscreenCanvas,
  look: PerformerLook,
  origin: string,
): Promise<PerformerStage> {
  return new PerformerStage(canvas, await loadOpenHead(origin), look);
}

function createSkin(pictures: OpenHead['pictures'], look: PerformerLook): MeshPhysicalMaterial {
  // Nobody sees the difference that anisotropy makes behind a webcam's lens.
  return createSkinMaterial(createSkinTextures(paintSkin(pictures, look.skin, SKIN_SIZE), 1), 1);
}

function irisColor({ skin: { iris } }: PerformerLook): Color {
  const [red, green, blue] = iris;
  return new Color().setRGB(red / 255, green / 255, blue / 255, SRGBColorSpace);
}
