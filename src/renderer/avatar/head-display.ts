import { Group, type Object3D, Vector3, type WebGLRenderer } from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { headBoundsOf } from '../../shared/core/face/head-bounds.ts';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';
import type { AvatarDisplay } from './avatar-display.ts';
import { createClayMaterial, setClayPresence } from './clay-material.ts';
import { HeadMesh } from './head-mesh.ts';

/** Height of the head without its neck in the avatar camera's units: most of the picture. */
const HEAD_HEIGHT = 1.85;

/**
 * A person's head: a face model with an identity, moved by FaceFrames. The head turns in its place; where it stands
 * before the camera does not show.
 */
export class HeadDisplay implements AvatarDisplay {
  readonly object = new Group();
  readonly #skin = createClayMaterial();
  readonly #head: HeadMesh;

  /** @param face overwritten with each frame's joints; not to be shared. */
  constructor(face: PosableFace) {
    this.#head = new HeadMesh(face, this.#skin);
    placeHead(this.#head.mesh, face);
    this.object.add(this.#head.mesh);
  }

  update(frame: FaceFrame): void {
    this.#head.pose(frame);
    setClayPresence(this.#skin, frame.tracking === 'tracked' ? 1 : frame.confidence);
  }

  prepare(renderer: WebGLRenderer): void {
    this.#head.prepare(renderer);
  }

  dispose(): void {
    this.#head.dispose();
  }
}

/** Scales and moves the mesh so that the head fills the picture. */
function placeHead(mesh: Object3D, face: PosableFace): void {
  const { low, high } = headBoundsOf(face);
  const scale = HEAD_HEIGHT / (high[1] - low[1]);
  mesh.scale.setScalar(scale);
  mesh.position
    .fromArray(low)
    .add(new Vector3().fromArray(high))
    .multiplyScalar(-scale / 2);
}
