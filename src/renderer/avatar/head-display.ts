import { Group, Matrix4, Mesh, Quaternion, Vector3, type WebGLRenderer } from 'three';
import type { RestPose } from '../../shared/core/avatar/avatar-look.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import { headBoundsOf } from '../../shared/core/face/head-bounds.ts';
import type { DetailSlot } from './detail-slot.ts';
import { HeadMesh } from './head-mesh.ts';
import { HeadOrigin } from './head-origin.ts';
import { HeadSway } from './head-sway.ts';
import { createOutfit, type Outfit, type OutfitName } from './outfits.ts';
import type { PersonalHead } from './personal-head.ts';
import { PictureFit, type PictureShift } from './picture-fit.ts';

/** Height of the head without its neck in the avatar camera's units: most of the picture. */
const HEAD_HEIGHT = 1.85;
const METRES_PER_CENTIMETRE = 0.01;

/**
 * A person's head: a face model with an identity, moved by FaceFrames. It stands before the avatar's camera, swaying a
 * little with the person, or, as an overlay, exactly where the frames say the person's head is before theirs.
 */
export class HeadDisplay {
  readonly object = new Group();
  readonly #personal: PersonalHead;
  readonly #detail: DetailSlot;
  readonly #head: HeadMesh;
  readonly #origin: HeadOrigin;
  readonly #sway = new HeadSway();
  /** Scale and place of the mesh before the avatar's camera. */
  readonly #scale: number;
  readonly #centre: Vector3;
  /** Where the head is at rest before the person's camera, metres. */
  readonly #restRotation = new Quaternion();
  readonly #restPlace = new Vector3();
  readonly #place = new Vector3();
  readonly #fit: PictureFit;
  readonly #toCamera = new Matrix4();
  #outfit: Outfit;
  #lines: Mesh | undefined;
  #isOverlay = false;

  /** @param personal the display disposes its textures. @param detail disposed by whoever made it. */
  constructor(personal: PersonalHead, outfit: OutfitName, detail: DetailSlot) {
    this.#personal = personal;
    this.#detail = detail;
    this.#head = new HeadMesh(personal.face, personal.parts);
    this.#origin = new HeadOrigin(personal.face);
    this.#fit = new PictureFit(personal.face);
    const { low, high } = headBoundsOf(personal.face);
    this.#scale = HEAD_HEIGHT / (high[1] - low[1]);
    this.#centre = new Vector3()
      .fromArray(low)
      .add(new Vector3().fromArray(high))
      .multiplyScalar(-this.#scale / 2);
    this.#outfit = this.#wear(outfit);
    this.object.add(this.#head.mesh);
    this.#stand();
  }

  /** Shows the head's surface another way. */
  setOutfit(name: OutfitName): void {
    this.#outfit.dispose();
    this.#outfit = this.#wear(name);
  }

  /**
   * Puts the head where the person's is, in metres before a camera at the origin that looks along −Z, or back.
   * @param rest what the frames' head pose is relative to; undefined: the camera.
   */
  setOverlay(isOverlay: boolean, rest: RestPose | undefined): void {
    this.#isOverlay = isOverlay;
    this.#restRotation.fromArray(rest?.headRotation ?? [0, 0, 0, 1]);
    this.#restPlace.fromArray(rest?.headTranslation ?? [0, 0, 0]).multiplyScalar(METRES_PER_CENTIMETRE);
    this.#stand();
  }

  update(frame: FaceFrame): void {
    this.#head.pose(frame);
    this.#sway.update(frame);
    this.#place.fromArray(frame.headTranslation).multiplyScalar(METRES_PER_CENTIMETRE);
    this.#stand();
    this.#outfit.setPresence(frame.tracking === 'tracked' ? 1 : frame.confidence);
  }

  /** What brings the overlay of the latest frame onto the face in the picture; see `PictureFit.find`. */
  findShift(observation: FaceObservation, fieldOfView: number, target: PictureShift): boolean {
    const { mesh } = this.#head;
    mesh.updateMatrix();
    this.#toCamera.multiplyMatrices(mesh.matrix, this.#origin.headTransform);
    return this.#fit.find(this.#toCamera, observation, fieldOfView, target);
  }

  prepare(renderer: WebGLRenderer): void {
    this.#head.prepare(renderer);
  }

  dispose(): void {
    this.#outfit.dispose();
    this.#head.dispose();
    this.#personal.skin?.color.dispose();
    this.#personal.skin?.surface.dispose();
  }

  #wear(name: OutfitName): Outfit {
    const outfit = createOutfit(name, this.#personal, this.#detail);
    const { mesh } = this.#head;
    this.#head.wear(outfit.materials);
    this.#lines?.removeFromParent();
    this.#lines = undefined;
    if (outfit.lines !== undefined) {
      this.#head.deform(outfit.lines);
      this.#lines = new Mesh(mesh.geometry, outfit.lines);
      this.#lines.frustumCulled = false;
      mesh.add(this.#lines);
    }
    return outfit;
  }

  #stand(): void {
    const { mesh } = this.#head;
    if (!this.#isOverlay) {
      mesh.quaternion.identity();
      mesh.scale.setScalar(this.#scale);
      mesh.position.copy(this.#sway.offset).multiplyScalar(this.#scale).add(this.#centre);
      return;
    }
    mesh.scale.setScalar(1);
    mesh.quaternion.copy(this.#restRotation);
    this.#origin
      .locate(mesh.position)
      .negate()
      .add(this.#place)
      .applyQuaternion(this.#restRotation)
      .add(this.#restPlace);
  }
}
