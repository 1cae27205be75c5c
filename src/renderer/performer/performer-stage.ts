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
import { headJointOf } from '../../shared/core/face/model-pose.ts';
import { paintSkin } from '../../shared/core/face/paint-skin.ts';
import { bakeIdentity, type PosableFace } from '../../shared/core/face/posable-face.ts';
import { TRANSFORM_LENGTH } from '../../shared/core/face/pose-joints.ts';
import { drawIdentity, type PerformerLook } from '../../shared/core/performance/performer-look.ts';
import { warpHead } from '../../shared/core/performance/warp-head.ts';
import { HeadMesh } from '../avatar/head-mesh.ts';
import { loadOpenHead, type OpenHead } from '../avatar/load-open-head.ts';
import { createSkinMaterial } from '../avatar/skin-material.ts';
import { CameraPicture } from './camera-picture.ts';
import { createGlasses } from './glasses.ts';
import { createHair } from './hair.ts';
import { createPerformerLights, wallColors } from './performer-lights.ts';

/**
 * Origin of the head's frame from the place between the eyeballs, metres: MediaPipe's canonical face has its eyes'
 * corners at (±3.2, 2.6, 3.5) cm, and eyeballs lie 0.8 cm behind theirs.
 */
const ORIGIN_FROM_EYES = new Vector3(0, -0.026, -0.027);

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
  readonly #face: PosableFace;
  readonly #head: HeadMesh;
  readonly #body = new Group();
  /** What sits on the head as one stiff thing. */
  readonly #worn = new Group();
  readonly #headJoint: number;
  /** The head frame's origin at rest, and where it is to be, metres. */
  readonly #origin: Vector3;
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
    this.#face = bakeIdentity({ ...model, template }, drawIdentity(look, identityModes));
    this.#headJoint = headJointOf(model);
    const left = jointOf(this.#face, 'eyeLeft');
    const right = jointOf(this.#face, 'eyeRight');
    const eyes = left.clone().add(right).multiplyScalar(0.5);
    this.#origin = eyes.clone().add(ORIGIN_FROM_EYES);

    this.#head = new HeadMesh(this.#face, createSkin(pictures, look), irisColor(look));
    this.#body.add(this.#head.mesh, this.#worn);
    if (look.hair === 'short' || look.hair === 'long') {
      this.#body.add(createHair(this.#head, look.hair, look.skin.hair, eyes));
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
    const transforms = this.#face.skinTransforms;
    const start = this.#headJoint * TRANSFORM_LENGTH;
    const { elements } = this.#worn.matrix;
    for (let row = 0; row < 3; row += 1) {
      for (let column = 0; column < 4; column += 1) {
        elements[column * 4 + row] = transforms[start + row * 4 + column] ?? 0;
      }
    }
    this.#place.fromArray(translation).multiplyScalar(0.01);
    this.#body.position.copy(this.#origin).applyMatrix4(this.#worn.matrix).negate().add(this.#place);
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
  const skin = createSkinMaterial(paintSkin(pictures, look.skin, SKIN_SIZE), 1);
  for (const texture of [skin.map, skin.roughnessMap]) {
    if (texture !== null) {
      // Nobody sees the difference behind a webcam's lens; without a graphics card it is half of the drawing time.
      texture.anisotropy = 1;
    }
  }
  return skin;
}

function irisColor({ skin: { iris } }: PerformerLook): Color {
  const [red, green, blue] = iris;
  return new Color().setRGB(red / 255, green / 255, blue / 255, SRGBColorSpace);
}

function jointOf({ model, neutralJoints }: PosableFace, name: string): Vector3 {
  return new Vector3().fromArray(neutralJoints, Math.max(0, model.jointNames.indexOf(name)) * 3);
}
