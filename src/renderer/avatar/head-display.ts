import {
  type BufferGeometry,
  Group,
  Mesh,
  type MeshPhysicalMaterial,
  Vector3,
  type WebGLRenderer,
} from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { headBoundsOf } from '../../shared/core/face/head-bounds.ts';
import { ModelPose } from '../../shared/core/face/model-pose.ts';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';
import type { AvatarDisplay } from './avatar-display.ts';
import { createClayMaterial, setClayPresence } from './clay-material.ts';
import { drawDeformed } from './deformed-surface.ts';
import { createEyeMaterial } from './eye-material.ts';
import { FaceDeformation } from './face-deformation.ts';
import { createFaceGeometry, packTriangleCorners } from './face-model-geometry.ts';
import type { VertexLists } from './vertex-lists.ts';

/** Height of the head without its neck in the avatar camera's units: most of the picture. */
const HEAD_HEIGHT = 1.85;

/**
 * A person's head: a face model with an identity, moved by FaceFrames. The head turns in its place; where it stands
 * before the camera does not show.
 */
export class HeadDisplay implements AvatarDisplay {
  readonly object = new Group();
  readonly #pose: ModelPose;
  readonly #deformation: FaceDeformation;
  readonly #corners: VertexLists;
  readonly #skin = createClayMaterial();
  readonly #mesh: Mesh<BufferGeometry, MeshPhysicalMaterial[]>;

  /** @param face overwritten with each frame's joints; not to be shared. */
  constructor(face: PosableFace) {
    this.#pose = new ModelPose(face.model);
    this.#deformation = new FaceDeformation(face);
    this.#corners = packTriangleCorners(face.model);
    const materials = [
      this.#skin,
      createEyeMaterial(joint(face, 'eyeLeft')),
      createEyeMaterial(joint(face, 'eyeRight')),
    ];
    for (const material of materials) {
      drawDeformed(material, { positions: this.#deformation.positions, corners: this.#corners.texture });
    }
    this.#mesh = new Mesh(createFaceGeometry(face, this.#corners), materials);
    // The bounds at rest say nothing of the posed head.
    this.#mesh.frustumCulled = false;
    placeHead(this.#mesh, face);
    this.object.add(this.#mesh);
  }

  update(frame: FaceFrame): void {
    this.#pose.update(frame);
    this.#deformation.setPose(this.#pose.expression, this.#pose.jointRotations);
    setClayPresence(this.#skin, frame.tracking === 'tracked' ? 1 : frame.confidence);
  }

  prepare(renderer: WebGLRenderer): void {
    this.#deformation.evaluate(renderer);
  }

  dispose(): void {
    this.#deformation.dispose();
    this.#corners.texture.dispose();
    this.#mesh.geometry.dispose();
    for (const material of this.#mesh.material) {
      material.dispose();
    }
  }
}

/** A joint of the identity at rest; the origin for a model without it. */
function joint({ model, neutralJoints }: PosableFace, name: string): Vector3 {
  return new Vector3().fromArray(neutralJoints, Math.max(0, model.jointNames.indexOf(name)) * 3);
}

/** Scales and moves the mesh so that the head fills the picture. */
function placeHead(mesh: Mesh, face: PosableFace): void {
  const { low, high } = headBoundsOf(face);
  const scale = HEAD_HEIGHT / (high[1] - low[1]);
  mesh.scale.setScalar(scale);
  mesh.position
    .fromArray(low)
    .add(new Vector3().fromArray(high))
    .multiplyScalar(-scale / 2);
}
