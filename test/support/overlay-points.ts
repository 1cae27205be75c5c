import { Vector3 } from 'three';
import { DetailSlot } from '../../src/renderer/avatar/detail-slot.ts';
import { HeadDisplay } from '../../src/renderer/avatar/head-display.ts';
import { PictureCamera } from '../../src/renderer/avatar/picture-camera.ts';
import type { RestPose } from '../../src/shared/core/avatar/avatar-look.ts';
import { evaluateFaceModel } from '../../src/shared/core/face/evaluate-face-model.ts';
import type { FaceFrame } from '../../src/shared/core/face/face-frame.ts';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import { type FaceObservation, LANDMARK_COUNT } from '../../src/shared/core/face/face-observation.ts';
import { evaluateLandmarks } from '../../src/shared/core/face/landmark-set.ts';
import { ModelPose } from '../../src/shared/core/face/model-pose.ts';
import { bakeIdentity, type PosableFace } from '../../src/shared/core/face/posable-face.ts';

/** Pixels of a picture or a canvas. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** How an overlay is looked at. */
export interface OverlayShot {
  readonly fieldOfView: number;
  readonly picture: PixelSize;
  readonly canvas: PixelSize;
  readonly rest: RestPose | undefined;
}

/** Where the overlay display draws the landmarks of a head, without drawing. */
export class OverlayPoints {
  readonly #display: HeadDisplay;
  readonly #face: PosableFace;
  readonly #pose: ModelPose;
  readonly #camera = new PictureCamera();
  readonly #canvas: PixelSize;
  readonly #fieldOfView: number;
  readonly #vertices: Float32Array;
  readonly #landmarks = new Float32Array(LANDMARK_COUNT * 3);

  constructor(model: FaceModel, { fieldOfView, picture, canvas, rest }: OverlayShot) {
    const face = bakeIdentity(model, new Float32Array(0));
    const nothing = { skin: undefined, wrinkles: undefined, staticRelief: undefined };
    const head = { face, parts: [], iris: [90, 80, 70], ...nothing } as const;
    this.#display = new HeadDisplay(head, 'clay', new DetailSlot());
    this.#display.setOverlay(true, rest);
    this.#face = bakeIdentity(model, new Float32Array(0));
    this.#pose = new ModelPose(model);
    this.#camera.setFieldOfView(fieldOfView);
    this.#camera.setPicture(picture.width, picture.height);
    this.#camera.setAspect(canvas.width / canvas.height);
    this.#camera.camera.updateMatrixWorld();
    this.#canvas = canvas;
    this.#fieldOfView = fieldOfView;
    this.#vertices = new Float32Array(model.template.length);
  }

  /**
   * Pixels of the canvas from its upper left corner, [478 × 2].
   * @param observation what the picture shows, for laying the overlay on it; undefined: the frame's pose alone.
   */
  of(frame: FaceFrame, observation?: FaceObservation): number[] {
    const { model } = this.#face;
    const set = model.landmarks.mediapipe478;
    const [mesh] = this.#display.object.children;
    if (set === undefined || mesh === undefined) {
      throw new Error('the head has no landmarks');
    }
    this.#display.update(frame);
    const shift = { a: 1, b: 0, x: 0, y: 0 };
    const isFound = observation && this.#display.findShift(observation, this.#fieldOfView, shift);
    this.#camera.shift(isFound ? shift : undefined, false);
    this.#display.object.updateMatrixWorld(true);
    this.#pose.update(frame);
    evaluateFaceModel(this.#face, this.#pose.expression, this.#pose.jointRotations, this.#vertices);
    evaluateLandmarks(set, 0, model.triangles, this.#vertices, this.#landmarks);
    return Array.from({ length: LANDMARK_COUNT }, (_, i) => {
      const point = new Vector3()
        .fromArray(this.#landmarks, i * 3)
        .applyMatrix4(mesh.matrixWorld)
        .project(this.#camera.camera);
      return [((point.x + 1) / 2) * this.#canvas.width, ((1 - point.y) / 2) * this.#canvas.height];
    }).flat();
  }
}

/**
 * Mean distance of points of a canvas from where the picture's landmarks lie when it fills the canvas, as a share of the
 * face's height there.
 */
export function overlayError(
  points: readonly number[],
  landmarks: Float32Array,
  { picture, canvas }: Pick<OverlayShot, 'picture' | 'canvas'>,
): number {
  const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height);
  const place = (i: number): [number, number] => [
    canvas.width / 2 + ((landmarks[i * 3] ?? 0) - 0.5) * picture.width * scale,
    canvas.height / 2 + ((landmarks[i * 3 + 1] ?? 0) - 0.5) * picture.height * scale,
  ];
  let sum = 0;
  // Irises are the gaze's.
  const count = 468;
  for (let i = 0; i < count; i += 1) {
    const [x, y] = place(i);
    sum += Math.hypot((points[i * 2] ?? 0) - x, (points[i * 2 + 1] ?? 0) - y) / count;
  }
  const [topX, topY] = place(FOREHEAD_TOP);
  const [bottomX, bottomY] = place(CHIN);
  return sum / Math.hypot(topX - bottomX, topY - bottomY);
}

const FOREHEAD_TOP = 10;
const CHIN = 152;
