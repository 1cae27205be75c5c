import {
  Group,
  type Mesh,
  NeutralToneMapping,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { type FaceModel, identityCountOf } from '../../shared/core/face/face-model.ts';
import { headJointOf } from '../../shared/core/face/model-pose.ts';
import { bakeIdentity, type PosableFace } from '../../shared/core/face/posable-face.ts';
import { TRANSFORM_LENGTH } from '../../shared/core/face/pose-joints.ts';
import { drawIdentity, type PerformerLook } from '../../shared/core/performance/performer-look.ts';
import { warpHead } from '../../shared/core/performance/warp-head.ts';
import { HeadMesh } from '../avatar/head-mesh.ts';
import { CameraPicture } from './camera-picture.ts';
import { createGlasses } from './glasses.ts';
import { createHair } from './hair.ts';
import { createPerformerLights, wallColors } from './performer-lights.ts';
import { createPerformerSkin } from './performer-skin.ts';

/**
 * Origin of the head's frame from the place between the eyeballs, metres: MediaPipe's canonical face has its eyes'
 * corners at (±3.2, 2.6, 3.5) cm, and eyeballs lie 0.8 cm behind theirs.
 */
const ORIGIN_FROM_EYES = new Vector3(0, -0.026, -0.027);

/** Nearest and farthest that anything is drawn, metres. */
const NEAR = 0.1;
const FAR = 3;

/** A made-up person before a made-up camera: draws FaceFrames as camera pictures. */
export class PerformerStage {
  readonly #renderer: WebGLRenderer;
  readonly #camera: PerspectiveCamera;
  readonly #scene = new Scene();
  readonly #body = new Group();
  readonly #face: PosableFace;
  readonly #head: HeadMesh;
  readonly #hair: Mesh | undefined;
  /** What sits on the head as one stiff thing. */
  readonly #worn = new Group();
  readonly #headJoint: number;
  readonly #origin = new Vector3();
  readonly #picture: CameraPicture;

  /** @param canvas drawn on, in its size; it cannot be shared. */
  constructor(canvas: OffscreenCanvas, model: FaceModel, look: PerformerLook) {
    const { width, height } = canvas;
    this.#renderer = new WebGLRenderer({ canvas, antialias: false, alpha: false });
    this.#renderer.setSize(width, height, false);
    this.#renderer.setClearColor(0x000000, 0);
    this.#renderer.toneMapping = NeutralToneMapping;
    this.#camera = new PerspectiveCamera(look.fieldOfView, width / height, NEAR, FAR);
    this.#picture = new CameraPicture(width, height, wallColors(look.light), look.noise);

    const template = warpHead(model.template, look.warp / 100, look.seed);
    this.#face = bakeIdentity({ ...model, template }, drawIdentity(look, identityCountOf(model)));
    this.#headJoint = headJointOf(model);
    const [left, right] = eyesOf(this.#face);
    const eyes = left.clone().add(right).multiplyScalar(0.5);
    this.#origin.copy(eyes).add(ORIGIN_FROM_EYES);

    this.#head = new HeadMesh(this.#face, createPerformerSkin(this.#face, look.skinTone));
    this.#body.add(this.#head.mesh, this.#worn);
    if (look.hair !== undefined) {
      this.#hair = createHair(this.#head, look.hair, eyes);
      this.#body.add(this.#hair);
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
    this.#place(frame.headTranslation);
    this.#head.prepare(this.#renderer);
    this.#picture.draw(this.#renderer, this.#scene, this.#camera, Math.round(frame.time));
  }

  dispose(): void {
    this.#head.dispose();
    this.#hair?.geometry.dispose();
    this.#picture.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }

  /** Puts the head's origin where the frame says, whatever turning about the neck has done to it. */
  #place(translation: Float32Array): void {
    const transforms = this.#face.skinTransforms;
    const start = this.#headJoint * TRANSFORM_LENGTH;
    const at = (index: number) => transforms[start + index] ?? 0;
    this.#worn.matrix.set(
      ...([at(0), at(1), at(2), at(3)] as const),
      ...([at(4), at(5), at(6), at(7)] as const),
      ...([at(8), at(9), at(10), at(11)] as const),
      ...([0, 0, 0, 1] as const),
    );
    this.#body.position
      .copy(this.#origin)
      .applyMatrix4(this.#worn.matrix)
      .multiplyScalar(-1)
      .add(new Vector3().fromArray(translation).multiplyScalar(0.01));
  }
}

function eyesOf({ model, neutralJoints }: PosableFace): readonly [left: Vector3, right: Vector3] {
  const eye = (name: string) =>
    new Vector3().fromArray(neutralJoints, Math.max(0, model.jointNames.indexOf(name)) * 3);
  return [eye('eyeLeft'), eye('eyeRight')];
}
