import { type BufferGeometry, type Material, Mesh, type WebGLRenderer } from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { ModelPose } from '../../shared/core/face/model-pose.ts';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';
import { drawDeformed } from './deformed-surface.ts';
import { FaceDeformation } from './face-deformation.ts';
import { createFaceGeometry, packTriangleCorners } from './face-model-geometry.ts';
import { HEAD_PARTS, type HeadPart, type TriangleRun } from './head-parts.ts';
import type { VertexLists } from './vertex-lists.ts';

/** What each part of a head is made of; parts may share a material. */
export type HeadMaterials = Readonly<Record<HeadPart, Material>>;

/** A face model with an identity as a mesh in the model's own frame, metres, moved by FaceFrames on the graphics card. */
export class HeadMesh {
  readonly mesh: Mesh<BufferGeometry, Material[]>;
  readonly #pose: ModelPose;
  readonly #deformation: FaceDeformation;
  readonly #corners: VertexLists;

  /**
   * @param face overwritten with each frame's joints; not to be shared.
   * @param runs what is known of the model's parts
   */
  constructor(face: PosableFace, runs: readonly TriangleRun[] = []) {
    this.#pose = new ModelPose(face.model);
    this.#deformation = new FaceDeformation(face);
    this.#corners = packTriangleCorners(face.model);
    this.mesh = new Mesh(createFaceGeometry(face, this.#corners, runs), []);
    // The bounds at rest say nothing of the posed head.
    this.mesh.frustumCulled = false;
  }

  /** Makes the head of these materials from now on, each used by this head alone; whoever made them disposes them. */
  wear(materials: HeadMaterials): void {
    for (const material of new Set(Object.values(materials))) {
      this.deform(material);
    }
    this.mesh.material = HEAD_PARTS.map((part) => materials[part]);
  }

  /** Lets a further material draw a geometry that has the mesh's attributes, moved as the mesh is. */
  deform(material: Material): void {
    drawDeformed(material, { positions: this.#deformation.positions, corners: this.#corners.texture });
  }

  /** Takes over a frame's expression, head rotation and gaze. Allocates nothing. */
  pose(frame: FaceFrame): void {
    this.#pose.update(frame);
    this.#deformation.setPose(this.#pose.expression, this.#pose.jointRotations);
  }

  /** Evaluates the pose; to be called before each drawing of the mesh. */
  prepare(renderer: WebGLRenderer): void {
    this.#deformation.evaluate(renderer);
  }

  dispose(): void {
    this.#deformation.dispose();
    this.#corners.texture.dispose();
    this.mesh.geometry.dispose();
  }
}
