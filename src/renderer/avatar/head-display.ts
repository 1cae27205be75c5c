import {
  Box3,
  type BufferGeometry,
  Group,
  Mesh,
  type MeshPhysicalMaterial,
  Vector3,
  type WebGLRenderer,
} from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { headJointOf, ModelPose } from '../../shared/core/face/model-pose.ts';
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

/** Scales and moves the mesh so that the head, all that turns with the head's joint, fills the picture. */
function placeHead(mesh: Mesh, face: PosableFace): void {
  const box = new Box3();
  const point = new Vector3();
  const head = headJointOf(face.model);
  const { firstWeight, joints, weights } = face.skin;
  for (let vertex = 0; vertex + 1 < firstWeight.length; vertex += 1) {
    let headShare = 0;
    for (let i = firstWeight[vertex] ?? 0; i < (firstWeight[vertex + 1] ?? 0); i += 1) {
      // Joints that hang on the head come after it.
      headShare += (joints[i] ?? 0) >= head ? (weights[i] ?? 0) : 0;
    }
    if (headShare >= 0.5) {
      box.expandByPoint(point.fromArray(face.neutral, vertex * 3));
    }
  }
  const scale = HEAD_HEIGHT / (box.max.y - box.min.y);
  mesh.scale.setScalar(scale);
  box.getCenter(mesh.position).multiplyScalar(-scale);
}
