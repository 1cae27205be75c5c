import { Group, type WebGLRenderer } from 'three';
import type { AvatarDisplayName, RestPose } from '../../shared/core/avatar/avatar-look.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { DetailSlot } from './detail-slot.ts';
import { HeadDisplay } from './head-display.ts';
import { MaskDisplay } from './mask-display.ts';
import type { OutfitName } from './outfits.ts';
import type { PersonalHead } from './personal-head.ts';
import type { PictureShift } from './picture-fit.ts';

/** The display that is chosen: the head in one of its outfits, or the mask. Nothing until there is a head. */
export class ShownDisplay {
  readonly object = new Group();
  readonly #detail: DetailSlot;
  #head: HeadDisplay | undefined;
  #mask: MaskDisplay | undefined;
  #outfit: OutfitName = 'skin';
  #name: AvatarDisplayName = 'skin';
  #rest: RestPose | undefined;

  constructor(detail: DetailSlot) {
    this.#detail = detail;
  }

  /** Shows this head from now on, and disposes the one before. */
  setHead(head: PersonalHead): void {
    this.#head?.object.removeFromParent();
    this.#head?.dispose();
    this.#head = new HeadDisplay(head, this.#outfit, this.#detail);
    this.#apply();
  }

  /** @param rest what the frames' head pose is relative to; undefined: the camera. */
  show(name: AvatarDisplayName, rest: RestPose | undefined): void {
    this.#name = name;
    this.#rest = rest;
    this.#apply();
  }

  update(frame: FaceFrame, observation: FaceObservation | undefined): void {
    this.#head?.update(frame);
    if (observation !== undefined) {
      this.#mask?.update(frame, observation);
    }
  }

  /** What brings the overlay onto the face in the picture; false when there is nothing to find it by. */
  findShift(observation: FaceObservation, fieldOfView: number, target: PictureShift): boolean {
    return this.#head?.findShift(observation, fieldOfView, target) ?? false;
  }

  /** Draws what the display is made from, before each drawing of it. */
  prepare(renderer: WebGLRenderer): void {
    if (this.#head?.object.parent === this.object) {
      this.#head.prepare(renderer);
    }
  }

  dispose(): void {
    this.#head?.dispose();
    this.#mask?.dispose();
  }

  #apply(): void {
    const outfit = outfitOf(this.#name);
    if (outfit !== undefined && outfit !== this.#outfit) {
      this.#head?.setOutfit(outfit);
      this.#outfit = outfit;
    }
    this.#head?.setOverlay(this.#name === 'overlay', this.#rest);
    this.#mask?.object.removeFromParent();
    this.#head?.object.removeFromParent();
    if (outfit === undefined) {
      this.#mask ??= new MaskDisplay();
      this.object.add(this.#mask.object);
    } else if (this.#head !== undefined) {
      this.object.add(this.#head.object);
    }
  }
}

/** What the head wears; undefined where it is not shown. */
function outfitOf(name: AvatarDisplayName): OutfitName | undefined {
  switch (name) {
    case 'mask':
      return undefined;
    case 'overlay':
      return 'skin';
    default:
      return name;
  }
}
